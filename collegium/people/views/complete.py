"""`/people/complete/?q=&in=<piece id>`: whom a mention may name, as JSON; without `in` for the directory."""

from __future__ import annotations

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from collegium.accounts.models import User
from collegium.audience.doors import get_readable, open_to
from collegium.audience.people import people_who_may_read
from collegium.audience.reader import Reader
from collegium.discussion.bylines import everyone
from collegium.discussion.models import Piece, Reply
from collegium.people.directory import listed_members
from collegium.web.limits import limited
from collegium.web.numbers import number_of
from collegium.web.texts import folded, sent

MOST = 8


def _offered(reader: Reader, piece: Piece | None) -> QuerySet[User]:
    """People who may read the piece, and whom the asker may see: listed members for members, else who wrote there."""
    listed = listed_members() if reader.is_member else User.objects.none()
    if piece is None:
        return listed
    wrote = Reply.objects.filter(piece=piece, author=OuterRef("pk")).readable_by(reader)
    signed = [line["pk"] for line in everyone(piece.byline) if "pk" in line]
    taking_part = Q(Exists(wrote)) | Q(pk=piece.author_id) | Q(pk__in=signed)
    return people_who_may_read(piece).filter(taking_part | Q(pk__in=listed.order_by().values("pk")))


def _note(person: User, reader: Reader) -> str:
    profile = getattr(person, "profile", None)
    specialty = ""
    if reader.is_member and profile is not None and profile.seen_specialty == "members" and profile.specialty:
        specialty = profile.specialty.name
    return ", ".join(part for part in (person.credentials, specialty) if part)


@open_to("registered")
@limited("complete", methods=("GET",))
def complete(request: HttpRequest) -> HttpResponse:
    """At most eight people, those whose name begins so first; without `in` only listed members, for members."""
    text, place = sent(request.GET, "q", 60), number_of(request.GET.get("in", ""))
    piece = get_readable(Piece.objects.all(), request.reader, pk=place) if place is not None else None
    people = _offered(request.reader, piece).named(text).exclude(pk=request.reader.person_id)
    begins = Case(When(folded_name__startswith=folded(text), then=Value(0)), default=Value(1))
    found = people.select_related("profile__specialty").order_by(begins, "family_name", "given_name", "pk")[:MOST]
    rows = [
        {
            "id": person.pk, "name": person.name, "handle": person.handle, "note": _note(person, request.reader),
            "address": reverse("people:member_detail", args=[person.handle]),
        }
        for person in (found if text else [])
    ]  # fmt: skip
    return JsonResponse({"people": rows})
