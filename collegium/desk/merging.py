"""Two records of one person became one: everything the first has belongs to the second; bylines stay as printed.

Every foreign key to a person is moved, those of tables that come later too, unless `STAYS` says why not. What both
have and can have only once (a bookmark of one topic) stays the survivor's own; the loser's row ends with its account,
but what others count (votes, reactions) is counted once, and no unsent words are lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, F, ForeignKey, Model, OuterRef, Q, QuerySet, UniqueConstraint

from collegium.accounts.models import User
from collegium.connections.models import Connection, Request
from collegium.conversations.models import Block, Conversation
from collegium.discussion.drafts import join as join_drafts
from collegium.discussion.models import Draft, Reaction, ReadMark, Reply
from collegium.groups.models import Place
from collegium.membership.events import PeopleMerged
from collegium.organizations.models import Affiliation
from collegium.people.models import Follow
from collegium.polls.actions import count_once
from collegium.web.models import KeptVersion

STAYS: Final = {
    "account.EmailAddress.user": "the roster moves addresses itself, none of them as the first",
    "accounts.Activity.person": "what happened when somebody signed in to that account",
    "accounts.RetiredAddress.person": "an address that signed in to an account signs in to no other",
    "admin.LogEntry.user": "who acted is said as it was",
    "allauth_idp_oidc.Token.user": "what other sites were given for that account ends with its sessions",
    "audience.Standing.person": "the roster ends the loser's and gives its roles to the survivor",
    "membership.Membership.person": "the record itself stays, and leads on by `merged_into`",
    "membership.RosterBefore.person": "how it was with that record before a roster, for taking the roster back",
    "membership.RosterChange.person": "what was found in a file about that record",
    "mfa.Authenticator.user": "a second factor is proof for one account only",
    "outbox.AuditLine.by": "the log of staff acts is never changed",
    "outbox.Mail.person": "what was addressed to the loser is not sent to another address",
    "search.Entry.person": "search lists both anew by itself",
    "usersessions.UserSession.user": "the loser's sessions end",
}
TWO_PEOPLE: Final = {Block: "blocked", Connection: "other", Request: "other"}


def give_all_to_survivor(event: PeopleMerged) -> None:
    """Move what the loser wrote, has and did."""
    loser, survivor = event.loser_id, event.survivor_id
    _join(loser, survivor)
    for field in fields_to_people():
        if label_of(field) not in STAYS:
            _movable(field, loser, survivor).update(**{field.attname: survivor})
    KeptVersion.touch()


def fields_to_people() -> Iterator[ForeignKey[Any, Any]]:
    """Every foreign key to a person, one-to-one and those of lists of people too."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model is User:
                yield field


def label_of(field: ForeignKey[Any, Any]) -> str:
    """`app.Model.field`."""
    return f"{field.model._meta.label}.{field.name}"


def _movable(field: ForeignKey[Any, Any], loser: int, survivor: int) -> QuerySet[Model]:
    """The loser's rows, without those the survivor has already."""
    rows = field.model._base_manager.filter(**{field.attname: loser})
    for names, condition in _once(field):
        same: dict[str, Any] = {name: OuterRef(name) for name in names if name != field.name}
        theirs = field.model._base_manager.filter(condition, **{field.attname: survivor}, **same)
        rows = rows.exclude(condition & Q(Exists(theirs)))
    if other := TWO_PEOPLE.get(field.model):  # nobody blocks, asks or connects with themselves
        rows = rows.exclude(Q(person=survivor) | Q(**{other: survivor}))
    return rows


def _once(field: ForeignKey[Any, Any]) -> Iterator[tuple[tuple[str, ...], Q]]:
    """The sets of fields that a person can have only once, and among which rows (one open claim)."""
    meta = field.model._meta
    sets = [(tuple(one.fields), one.condition or Q()) for one in meta.constraints if isinstance(one, UniqueConstraint)]
    sets += [(tuple(one), Q()) for one in meta.unique_together]
    if field.unique:
        sets.append(((field.name,), Q()))
    yield from (one for one in sets if field.name in one[0])


def _join(loser: int, survivor: int) -> None:
    """What is more than a row: numbers that others see, places in groups, talks of two, words that nobody sent."""
    count_once(loser, survivor)
    _count_reactions_once(loser, survivor)
    _keep_better_place(loser, survivor)
    _rename_pairs(loser, survivor)
    if Affiliation.objects.filter(person=survivor, is_primary=True).exists():  # theirs stays the main one
        Affiliation.objects.filter(person=loser, is_primary=True).update(is_primary=False)
    for mark in ReadMark.objects.filter(person=loser):
        ReadMark.objects.filter(person=survivor, piece=mark.piece_id, number__lt=mark.number).update(number=mark.number)
    for draft in Draft.objects.filter(person=loser):
        join_drafts(draft, survivor)
    to_loser = Follow.objects.filter(kind=Follow.Kind.PERSON, target_id=loser).exclude(person__in=[loser, survivor])
    has_both = Follow.objects.filter(person=OuterRef("person"), kind=Follow.Kind.PERSON, target_id=survivor)
    to_loser.exclude(Exists(has_both)).update(target_id=survivor)
    Follow.objects.filter(person=loser, kind=Follow.Kind.PERSON, target_id=survivor).delete()


def _count_reactions_once(loser: int, survivor: int) -> None:
    for reaction in Reaction.objects.filter(person=loser):
        same = {"piece": reaction.piece_id, "reply": reaction.reply_id, "kind": reaction.kind}
        if Reaction.objects.filter(person=survivor, **same).exists():
            reaction.delete()
            Reply.objects.filter(pk=reaction.reply_id or 0).update(**{reaction.kind: F(reaction.kind) - 1})


def _keep_better_place(loser: int, survivor: int) -> None:
    """Of two places in one group the survivor keeps the one that gives more; the belonging goes along by itself."""
    ranks = Counter({role: number for number, role in enumerate(Place.Role.values)})
    for place in Place.objects.filter(person=loser):
        own = Place.objects.filter(person=survivor, group=place.group_id).first()
        if own is not None and ranks[place.role] > ranks[own.role]:
            Place.objects.filter(pk=own.pk).update(role=place.role, since=place.since)
            Place.objects.filter(pk=place.pk).delete()


def _rename_pairs(loser: int, survivor: int) -> None:
    """A talk of two keeps its two people. Where both records talked with somebody, the loser's talk goes on by name."""
    for talk in Conversation.objects.filter(participants__person=loser).exclude(pair=""):
        other = next((int(part) for part in talk.pair.split("-") if int(part) != loser), loser)
        pair = "" if other in (loser, survivor) else Conversation.pair_of(survivor, other)
        if pair and Conversation.objects.filter(pair=pair).exists():
            pair = ""
        Conversation.objects.filter(pk=talk.pk).update(pair=pair)
