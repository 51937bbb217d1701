"""What people do about connections: ask, agree, put off, withdraw, end; and what they do not want suggested."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.actions import wait_for_turn
from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.audience.reader import Reader
from collegium.connections.events import Connected, ConnectionAsked, RequestGone
from collegium.connections.models import LASTS, Connection, Dismissed, Request, Wish
from collegium.conversations.events import PersonBlocked
from collegium.conversations.models import Block
from collegium.discussion.actions import Refused
from collegium.web import news

A_DAY = 20  # requests a member may send within 24 hours


def refusal_to_ask(by: Reader) -> str:
    """Why this reader may ask nobody, as a sentence; "" when they may (docs/access.md, "connections")."""
    if not by.is_member:
        return _("Members ask to connect. Guests and lapsed members can answer whoever writes to them.")
    if getattr(by, "is_paused", False):
        return _("A moderator has paused your writing for a while. You can read everything.")
    return ""


def refusal_of(other: User, by: Reader) -> str:
    """Why this person is not asked; the same sentence whether they block the reader or take no requests at all."""
    if Block.objects.filter(person=by.person_id, blocked=other).exists():
        return _("You have blocked %(name)s. Unblock them first, then ask.") % {"name": other.name}
    blocked = Block.objects.filter(person=other, blocked=by.person_id).exists()
    closed = Wish.objects.filter(pk=other.pk, takes_requests=False).exists()
    if blocked or closed or not people_in({MEMBERS}).filter(pk=other.pk).exists():
        return _("%(name)s does not take requests.") % {"name": other.name}
    return ""


def between(one: int, other: int) -> Q:
    """The condition "of these two people, whichever comes first"."""
    return Q(person=one, other=other) | Q(person=other, other=one)


@transaction.atomic
def ask(other: User, by: Reader, note: str = "") -> bool:
    """Ask somebody to connect. Returns whether the two are connected now: when the other had asked already.

    Raises:
        Refused: not a member, oneself, the other takes no requests, asked before, or too many today.
    """
    person = by.person
    if person is None or other.pk == by.person_id:
        raise Refused(_("You cannot connect with yourself."))
    for pk in sorted((person.pk, other.pk)):  # two requests that cross come one after the other
        wait_for_turn(pk)
    if refusal := refusal_to_ask(by) or refusal_of(other, by):
        raise Refused(refusal)
    if Connection.objects.filter(person=person, other=other).exists():
        return True
    if Request.objects.standing().filter(person=other, other=person).exists():
        _connect(other.pk, person.pk)
        return True
    _check_rate(person)
    Request.objects.filter(person=person, other=other, created_at__lte=timezone.now() - LASTS).delete()
    _row, new = Request.objects.get_or_create(person=person, other=other, defaults={"note": note})
    if not new:
        raise Refused(_("You have asked %(name)s already. The request waits for an answer.") % {"name": other.name})
    news.tell(ConnectionAsked(person.pk, other.pk))
    return False


def _check_rate(person: User) -> None:
    day = timezone.now() - timedelta(days=1)
    if Request.objects.filter(person=person, created_at__gt=day).count() >= A_DAY:
        raise Refused(_("You asked %(n)d people within a day. Ask the next one tomorrow.") % {"n": A_DAY})


def _connect(asker: int, agreed: int) -> None:
    """Both rows at once; the requests, and the words in them, are gone."""
    _forget_requests(asker, agreed)
    Connection.objects.bulk_create(
        [Connection(person_id=asker, other_id=agreed), Connection(person_id=agreed, other_id=asker)],
        ignore_conflicts=True,
    )
    news.tell(Connected(asker, agreed))


def _forget_requests(one: int, other: int) -> None:
    for person, asked in list(Request.objects.filter(between(one, other)).values_list("person", "other")):
        news.tell(RequestGone(person, asked))
    Request.objects.filter(between(one, other)).delete()


@transaction.atomic
def accept(asker_id: int, by: Reader) -> None:
    """Agree to what somebody asked.

    Raises:
        Refused: there is no such request any more.
    """
    for pk in sorted((asker_id, by.person_id or 0)):
        wait_for_turn(pk)
    if not Request.objects.standing().filter(person=asker_id, other=by.person_id).exists():
        raise Refused(_("This request is not there any more: it was withdrawn, or it is too old."))
    _connect(asker_id, by.person_id or 0)


@transaction.atomic
def put_off(asker_id: int, by: Reader) -> None:
    """Say "not now": it waits no more, and whoever asked is not told. Its words are erased."""
    rows = Request.objects.filter(person=asker_id, other=by.person_id, put_off_at=None)
    if rows.update(put_off_at=timezone.now(), note=""):
        news.tell(RequestGone(asker_id, by.person_id or 0))


@transaction.atomic
def end(other_id: int, by: Reader) -> None:
    """End a connection, or withdraw a request with its words. The other is not told."""
    own = by.person_id or 0
    Connection.objects.filter(between(own, other_id)).delete()
    if Request.objects.filter(person=own, other=other_id).delete()[0]:
        news.tell(RequestGone(own, other_id))


def end_with_block(event: PersonBlocked) -> None:
    """Whoever blocks somebody is neither connected with them nor asked by them."""
    Connection.objects.filter(between(event.person_id, event.blocked_id)).delete()
    _forget_requests(event.person_id, event.blocked_id)


@transaction.atomic
def dismiss(other: User, by: Reader) -> None:
    """Never suggest this person to the reader again."""
    Dismissed.objects.get_or_create(person=by.person, other=other)


@transaction.atomic
def change_wish(by: Reader, **wishes: bool) -> None:
    """Store what somebody wants; suggestions that were dismissed stay so."""
    Wish.objects.update_or_create(person=by.person, defaults=wishes)


def connected_among(person_id: int, others: Collection[int]) -> set[int]:
    """Those of these people (ids) with whom the person is connected, in one query."""
    rows = Connection.objects.filter(person=person_id, other__in=others)
    return set(rows.values_list("other", flat=True))


def erase_old_requests() -> int:
    """Erase requests that nobody answered in time, with their notes. Returns how many."""
    return Request.objects.filter(created_at__lte=timezone.now() - LASTS).delete()[0]
