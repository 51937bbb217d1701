"""Whom the reader may know, each with the reason they read: worked out from what the reader may see at this moment.

Three reasons: both are shown at one organization; the other's replies were chosen as answers on a subject that the
reader follows, in topics the reader has in full; both are in one group. Nothing is taken from hidden fields, mail
addresses, contacts or what anybody looked at, nothing is stored, and whoever is suggested is never told.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.connections.models import Connection, Dismissed, Request, Wish
from collegium.conversations.models import Block
from collegium.discussion.models import Reply
from collegium.forums.models import Topic
from collegium.groups.models import Group, Place
from collegium.organizations.models import Affiliation
from collegium.people.directory import listed_members
from collegium.people.models import Follow

MOST, LOOKED_AT = 6, 300  # people shown; rows looked at for one reason
Reasons = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody, and why."""

    person_id: int
    reason: str


def suggested_to(reader: Reader, most: int = MOST) -> list[Suggestion]:
    """People the reader may know, the strongest reason first; nobody for guests, and for who turned it off."""
    if not reader.is_member or not Wish.of(reader).suggestions:
        return []
    reasons: dict[int, str] = {}
    for found in (_colleagues(reader), _answering(reader), _in_groups(reader)):
        for person, reason in found:
            reasons.setdefault(person, reason)
    possible = set(may_be_suggested(reader).filter(pk__in=reasons).values_list("pk", flat=True))
    return [Suggestion(person, reason) for person, reason in reasons.items() if person in possible][:most]


def may_be_suggested(reader: Reader) -> QuerySet[User]:
    """Listed members without those whom anything speaks against: on either side, or the reader's own wish."""
    own = reader.person_id or 0
    against = [
        Connection.objects.filter(person=own).values("other"),
        Request.objects.filter(person=own).values("other"),
        Request.objects.filter(other=own).values("person"),
        Dismissed.objects.filter(person=own).values("other"),
        Block.objects.filter(person=own).values("blocked"),
        Block.objects.filter(blocked=own).values("person"),
        Wish.objects.filter(is_suggested=False).values("person"),
        Wish.objects.filter(takes_requests=False).values("person"),
        Follow.objects.filter(person=own, kind="person").exclude(muted_at=None).values("target_id"),
    ]
    people = listed_members().exclude(pk=own)
    for rows in against:
        people = people.exclude(pk__in=rows)
    return people


def _colleagues(reader: Reader) -> Reasons:
    """Shown to members at an organization where the reader works."""
    own = Affiliation.objects.current().filter(person=reader.person_id).values("organization")
    rows = Affiliation.objects.shown().filter(organization__in=own).exclude(person=reader.person_id).by_name()
    named = rows.values_list("person", "organization__name")[:LOOKED_AT]
    return [(person, _("You both work at %(name)s") % {"name": name}) for person, name in named]


def _answering(reader: Reader) -> Reasons:
    """Whose replies were chosen as answers on a subject that the reader follows, where the reader has the topic."""
    followed = Follow.objects.of(reader.person_id).filter(kind="subject").values("target_id")
    topics = Topic.objects.readable_by(reader).filter(subjects__in=followed, answer__author__isnull=False)
    said = Reply.objects.readable_by(reader).with_words()
    topics = topics.filter(answer__in=said.order_by().values("pk"))
    rows = topics.order_by().values_list("answer__author", "subjects__name").annotate(n=Count("pk", distinct=True))
    found = []
    for person, subject, number in rows.order_by("-n", "answer__author")[:LOOKED_AT]:
        words = ngettext("Answered %(n)s question on %(subject)s", "Answered %(n)s questions on %(subject)s", number)
        found.append((person, words % {"n": number, "subject": subject}))
    return found


def _in_groups(reader: Reader) -> Reasons:
    """In a group that the reader is in now: its people are shown to each other."""
    groups = Group.objects.joined_by(reader)
    rows = Place.objects.held().filter(group__in=groups).exclude(person=reader.person_id)
    named = rows.order_by("group__name", "since", "pk").values_list("person", "group__name")[:LOOKED_AT]
    return [(person, _("You are both in the group “%(name)s”") % {"name": name}) for person, name in named]
