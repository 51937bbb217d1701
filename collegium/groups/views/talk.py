"""A group: its talk, files, people, and what it says of itself. Who is outside sees its card."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.people import people_in
from collegium.discussion.models import PieceQuerySet, Reply
from collegium.files.models import File, FileQuerySet
from collegium.forums.lists import page_of_group
from collegium.forums.models import Topic
from collegium.groups.models import Place
from collegium.groups.seats import Seat, get_full_seat, get_seat, people_counts
from collegium.groups.views.asked import AskedRequestForm
from collegium.moderation.in_place import waiting_in
from collegium.people.cards import cards
from collegium.people.follows import attention
from collegium.web.paging import page_number, pages_of

PEOPLE, FILES = 30, 30


def topics_of(seat: Seat) -> PieceQuerySet:
    """The group's topics that this reader may read."""
    return Topic.objects.filter(group=seat.group).readable_by(seat.reader)


def files_of(seat: Seat) -> FileQuerySet:
    """Files in the words of these topics and in replies this reader sees."""
    topics = topics_of(seat).order_by()
    replies = Reply.objects.filter(piece__in=topics.values("pk")).with_words()
    shown = replies.shown_to(seat.reader).order_by().values("pk")
    in_topics = Q(parent_kind="piece", parent_id__in=topics.values("pk"))
    return File.objects.filter(in_topics | Q(parent_kind="reply", parent_id__in=shown)).order_by("-pk")


def frame(seat: Seat, tab: str) -> dict[str, object]:
    """What stands around every tab of a group."""
    waiting = Place.objects.filter(group=seat.group, role=Place.Role.ASKED).count() if seat.is_owner else 0
    reported = len(waiting_in(seat.group, seat.reader)) if seat.is_owner else 0
    return {
        "seat": seat,
        "group": seat.group,
        "tab": tab,
        "people": people_counts([seat.group]).get(seat.group.pk, 0),
        "waiting": waiting + reported,
        "reported": reported,
        "files": files_of(seat).count() if seat.has_all else 0,
        "following": attention(seat.reader, "group", seat.group.pk) if seat.has_all else "",
    }


def _owners(seat: Seat) -> list[User]:
    held = Place.objects.owners().filter(group=seat.group).select_related("person").order_by("since", "pk")
    return [place.person for place in held]


@open_to("everyone")
def group_detail(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/`: the talk, pinned first; or the card."""
    seat = get_seat(request.reader, group)
    if not seat.has_all:
        return render(request, "groups/group_card.html", frame(seat, "") | {"form": AskedRequestForm()})
    pages, rows = page_of_group(topics_of(seat), seat.group, page_number(request), request.reader)
    context = {"rows": rows, "pages": pages, "owners": _owners(seat), "newest_files": files_of(seat)[:3]}
    return render(request, "groups/group_detail.html", frame(seat, "talk") | context)


@open_to("everyone")
def group_files(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/files/`: what was attached in its topics, newest first."""
    seat = get_full_seat(request.reader, group)
    found = files_of(seat).select_related("owner")
    pages = pages_of(request, found.count(), FILES)
    context = {"rows": found[pages.slice], "pages": pages}
    return render(request, "groups/group_files.html", frame(seat, "files") | context)


@open_to("everyone")
def group_people(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/people/`: who is in it, owners first."""
    seat = get_seat(request.reader, group)
    if not seat.sees_people:
        raise Http404
    held = Place.objects.filter(group=seat.group).owners().values("person")
    people = people_in({seat.group.writers_id or 0}).filter(places__group=seat.group)
    ordered = people.order_by("-places__role", "family_name", "given_name", "pk")
    pages = pages_of(request, people.count(), PEOPLE)
    shown = ordered.select_related("profile__specialty")[pages.slice]
    owners = set(held.values_list("person", flat=True))
    context = {"cards": cards(shown, request.reader), "pages": pages, "owners": owners}
    return render(request, "groups/group_people.html", frame(seat, "people") | context)


@open_to("everyone")
def group_about(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/about/`: what it says of itself, and who runs it."""
    seat = get_full_seat(request.reader, group)
    return render(request, "groups/group_about.html", frame(seat, "about") | {"owners": _owners(seat)})
