"""Deeds of groups: propose, confirm, join, ask, invite, admit, leave, remove, promote, announce.

Access changes only through `audience.actions.let_in` and `let_out`: a place and a belonging begin and end together.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.actions import let_in, let_out
from collegium.audience.models import MEMBERS, Audience
from collegium.audience.people import people_in
from collegium.groups import events, letters
from collegium.groups.models import Group, Place
from collegium.outbox import audit
from collegium.web import news

FIXED_WORDS = ("new", "topics", "feed", "people", "about", "files")
Kind, Role = Group.Kind, Place.Role


class Refused(Exception):
    """The act is not allowed; the message is one sentence for the person who tried."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes."""

    name: str
    kind: str
    summary: str
    about: str = ""
    icon: str = "users"


def free_slug(name: str, kind: str) -> str:
    """An address for a group. A secret group's ends in chance, so that no other group's address tells of it."""
    slug = slugify(name)[:70].strip("-") or "group"
    slug = f"{slug}-group" if slug in FIXED_WORDS else slug
    if kind == Kind.SECRET:
        return f"{slug}-{secrets.token_hex(4)}"
    taken = Group.objects.filter(slug=slug).exists()
    return f"{slug}-{secrets.token_hex(2)}" if taken else slug


@transaction.atomic
def propose_group(proposal: Proposal, by: User) -> Group:
    """Propose a group; it exists for nobody until staff confirm it. Whoever proposes becomes its owner."""
    own = Audience.objects.create(
        kind=Audience.Kind.SECRET if proposal.kind == Kind.SECRET else Audience.Kind.CLOSED, name=proposal.name
    )
    group = Group.objects.create(
        kind=proposal.kind, name=proposal.name, slug=free_slug(proposal.name, proposal.kind), summary=proposal.summary,
        about=proposal.about, icon=proposal.icon, writers=own,
        audience_id=MEMBERS if proposal.kind == Kind.OPEN else own.pk,
    )  # fmt: skip
    _give(group, by, Role.OWNER)
    news.tell(events.GroupProposed(group.pk))
    return group


@transaction.atomic
def confirm_group(group: Group, by: User) -> None:
    """Staff say yes: the group is there for its people, and in the directory unless it is secret."""
    _decide(group, by, "confirmed a group", "")
    group.confirmed_at = timezone.now()
    group.save(update_fields=["confirmed_at", "confirmed_by", "decision_reason"])
    letters.tell_decision(group)
    news.tell(events.GroupDecided(group.pk))
    news.tell(events.GroupChanged(group.pk))


@transaction.atomic
def decline_group(group: Group, by: User, reason: str) -> None:
    """Staff say no, with a reason that whoever proposed it reads."""
    _decide(group, by, "declined a group", reason)
    group.declined_at = timezone.now()
    group.save(update_fields=["declined_at", "confirmed_by", "decision_reason"])
    letters.tell_decision(group)
    news.tell(events.GroupDecided(group.pk))


def _decide(group: Group, by: User, what: str, reason: str) -> None:
    locked = Group.objects.select_for_update().get(pk=group.pk)
    if locked.confirmed_at or locked.declined_at:
        raise Refused(_("This proposal has been decided already."))
    group.confirmed_by, group.decision_reason = by, reason
    audit.log(by, what, about=("group", group.pk), why=reason)


def _give(group: Group, person: User, role: str) -> Place:
    """A place that is held, and the belonging that goes with it."""
    place, _new = Place.objects.update_or_create(
        group=group, person=person, defaults={"role": role, "since": timezone.now()}
    )
    assert group.writers is not None
    let_in(person, group.writers)
    return place


def _take(place: Place) -> None:
    assert place.group.writers is not None
    let_out(place.person, place.group.writers)
    place.delete()


def _place(group: Group, person: User) -> Place | None:
    """The place of a person; the group's row is locked, so that two deeds at once wait for each other."""
    Group.objects.select_for_update().get(pk=group.pk)
    return Place.objects.select_related("group__writers", "person").filter(group=group, person=person).first()


@transaction.atomic
def join(group: Group, person: User) -> Place:
    """Join an open group, or accept an invitation to any.

    Raises:
        Refused: the group asks first.
    """
    place = _place(group, person)
    if place and place.role in (Role.MEMBER, Role.OWNER):
        return place
    invited = place is not None and place.role == Role.INVITED
    if group.kind != Kind.OPEN and not invited:
        raise Refused(_("You ask before you join this group. Send its owners a line, and they let you in."))
    return _give(group, person, Role.MEMBER)


@transaction.atomic
def ask(group: Group, person: User, note: str = "") -> Place:
    """Ask to join a closed group; asking twice changes nothing.

    Raises:
        Refused: nobody asks to join this group.
    """
    if group.kind != Kind.CLOSED:
        raise Refused(_("Nobody asks to join this group: it is open, or its owners invite."))
    if place := _place(group, person):
        return place
    place = Place.objects.create(group=group, person=person, role=Role.ASKED, note=note[:300])
    news.tell(events.PlaceAsked(place.pk))
    return place


@transaction.atomic
def invite(group: Group, person: User, by: User) -> Place:
    """An owner invites a member; who has asked already is let in.

    Raises:
        Refused: not a member of the society, or in the group already.
    """
    if not people_in({MEMBERS}).filter(pk=person.pk).exists():
        raise Refused(_("Only members of the society can be invited."))
    place = _place(group, person)
    if place and place.role in (Role.MEMBER, Role.OWNER):
        raise Refused(_("%(name)s is in the group already.") % {"name": person.name})
    if place and place.role == Role.ASKED:
        return admit(place, by)
    if place is None:
        place = Place.objects.create(group=group, person=person, role=Role.INVITED, invited_by=by)
        news.tell(events.PlaceOffered(place.pk))
    return place


@transaction.atomic
def admit(place: Place, by: User) -> Place:
    """An owner lets somebody in who asked.

    Raises:
        Refused: this person did not ask; an invitation is for them to accept.
    """
    fresh = _place(place.group, place.person)
    if fresh is None or fresh.role == Role.INVITED:
        raise Refused(_("This person is not asking any more."))
    if fresh.role in (Role.MEMBER, Role.OWNER):
        return fresh
    given = _give(place.group, place.person, Role.MEMBER)
    Place.objects.filter(pk=given.pk).update(invited_by=by, note="")
    news.tell(events.PlaceGiven(given.pk))
    return given


@transaction.atomic
def withdraw(place: Place) -> None:
    """End a request or an invitation: taken back, or refused by the person."""
    waiting = Place.objects.filter(pk=place.pk, role__in=[Role.ASKED, Role.INVITED])
    if not waiting.delete()[0] and Place.objects.filter(pk=place.pk).exists():
        raise Refused(_("This person is in the group by now."))


@transaction.atomic
def turn_down(place: Place) -> None:
    """An owner turns a request down, which its person is told, or takes an invitation back."""
    is_request = place.role == Role.ASKED
    withdraw(place)
    if is_request:
        news.tell(events.PlaceRefused(place.group_id, place.person_id))


@transaction.atomic
def leave(group: Group, person: User) -> None:
    """Leave a group, at once everywhere.

    Raises:
        Refused: the last owner cannot leave.
    """
    place = _place(group, person)
    if place is None or place.role not in (Role.MEMBER, Role.OWNER):
        raise Refused(_("You are not in this group."))
    if place.role == Role.OWNER and Place.objects.filter(group=group).owners().count() < 2:
        raise Refused(_("You are the last owner. Make somebody else an owner first, then leave."))
    _take(place)


@transaction.atomic
def remove_person(place: Place) -> None:
    """An owner takes somebody out of the group, at once everywhere; the person is told.

    Raises:
        Refused: owners leave by themselves.
    """
    fresh = _place(place.group, place.person)
    if fresh is None:
        return
    if fresh.role == Role.OWNER:
        raise Refused(_("Owners leave by themselves; nobody takes them out."))
    _take(fresh)
    news.tell(events.PlaceTaken(fresh.group_id, fresh.person_id))


@transaction.atomic
def promote(place: Place) -> None:
    """Make somebody of the group an owner.

    Raises:
        Refused: not in the group.
    """
    fresh = _place(place.group, place.person)
    if fresh is None or fresh.role not in (Role.MEMBER, Role.OWNER):
        raise Refused(_("Only somebody of the group can become an owner."))
    fresh.role = Role.OWNER
    fresh.save(update_fields=["role"])


@transaction.atomic
def name_owner(group: Group, by: User, person_id: int | None = None) -> None:
    """Staff give a group without a present owner one of its people as owner, who is told.

    Who is in a secret group is not for staff to know: there it is whoever has been in it longest, whom the log does not
    name.

    Raises:
        Refused: it has an owner, or this person is not in it.
    """
    Group.objects.select_for_update().get(pk=group.pk)
    if not Group.objects.without_owner().filter(pk=group.pk).exists():
        raise Refused(_("This group has an owner by now."))
    people = Place.objects.filter(group=group).of_present_members().select_related("group", "person")
    is_secret = group.kind == Kind.SECRET
    place = people.first() if is_secret else people.filter(person=person_id).first()
    if place is None:
        raise Refused(_("Only somebody of the group can become an owner."))
    promote(place)
    audit.log(
        by,
        "named an owner of a group",
        about=("group", group.pk),
        detail={} if is_secret else {"person": place.person_id},
    )
    letters.tell_owner(place)


@transaction.atomic
def describe(group: Group, *, name: str, summary: str, about: str, icon: str) -> None:
    """Change what the group says of itself; its address stays."""
    group.name, group.summary, group.about, group.icon = name, summary, about, icon
    group.save(update_fields=["name", "summary", "about", "icon"])
    news.tell(events.GroupChanged(group.pk))


@transaction.atomic
def announce(group: Group, text: str, by: User) -> None:
    """Put a line above the group's talk; an empty one takes it down, the same one again changes nothing."""
    if text == Group.objects.select_for_update().get(pk=group.pk).announcement:
        return
    group.announcement, group.announced_by = text, by
    group.announced_at = timezone.now() if text else None
    group.save(update_fields=["announcement", "announced_by", "announced_at"])
    if text:
        news.tell(events.Announced(group.pk))


@transaction.atomic
def erase_words(group: Group, parts: Collection[str]) -> None:
    """Erase what a group says of itself where it identifies a patient: "summary", "about", "announcement"."""
    empty: dict[str, Any] = dict.fromkeys(parts, "")
    if "announcement" in parts:
        empty |= {"announced_by": None, "announced_at": None}
    Group.objects.filter(pk=group.pk).update(**empty)
    news.tell(events.GroupChanged(group.pk))
