"""Who agrees with words, by specialty: "3 in Thoracic oncology agree", never a name.

Counted are people whose specialty every member has (`people.seen`): who keeps it for groups or to themselves is in no
number. One alone is not printed either, nor do members' numbers leave the membership.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, F, Q

from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.people.seen import open_to_members

Kind = Reaction.Kind
Agreeing = tuple[tuple[str, int], ...]
AGREEING = (Kind.SAME, Kind.HELPED, Kind.CHANGED)
FEWEST, MOST = 2, 3  # people of a specialty that are printed; specialties


def agreeing_with_replies(piece: Piece, replies: Collection[Reply], reader: Reader) -> dict[int | None, Agreeing]:
    """Reply id -> specialties with how many of each agree, most first. Without enough reactions it asks nothing."""
    ids = [reply.pk for reply in replies if reply.same + reply.helped + reply.changed >= FEWEST and not reply.is_stub]
    return _agreeing(piece, Q(reply__in=ids, kind__in=AGREEING), reader) if ids else {}


def agreeing_with_card(piece: Piece, reader: Reader) -> Agreeing:
    """The same for the answer card of a topic: whom it helped, whose practice it changed."""
    return _agreeing(piece, Q(reply=None, kind__in=Reaction.CLOSING), reader).get(None, ())


def _agreeing(piece: Piece, which: Q, reader: Reader) -> dict[int | None, Agreeing]:
    if not reader.is_member:
        return {}
    given = Reaction.objects.filter(which, open_to_members("specialty", "person__profile__"), piece=piece)
    given = given.filter(person__is_active=True, person__profile__specialty__isnull=False)
    own = Q(reply__isnull=False, person=F("reply__author")) | Q(reply=None, person=F("piece__author"))
    rows = given.exclude(own).order_by().values("reply", "person__profile__specialty__name")
    counted = rows.annotate(n=Count("person", distinct=True)).filter(n__gte=FEWEST)
    found: dict[int | None, list[tuple[str, int]]] = {}
    for row in counted.order_by("-n", "person__profile__specialty__name"):
        found.setdefault(row["reply"], []).append((row["person__profile__specialty__name"], row["n"]))
    return {reply: tuple(lines[:MOST]) for reply, lines in found.items()}
