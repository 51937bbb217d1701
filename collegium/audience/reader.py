"""The reader: whoever asks, with the set of audiences they belong to, worked out once a request."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Readable, Standing
from collegium.web.formats import full_date
from collegium.web.statements import Question, in_one_text, select

if TYPE_CHECKING:
    from collegium.accounts.models import User

Kind = Standing.Kind


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks. `audiences` are ids; `standing` is visitor, guest, member, lapsed or staff."""

    person_id: int | None = None
    standing: str = "visitor"
    roles: frozenset[str] = frozenset()
    audiences: frozenset[int] = frozenset({PUBLIC})
    language: str = ""
    time_zone: str = ""
    is_paused: bool = False
    is_in_grace: bool = False
    person: User | None = field(default=None, compare=False, repr=False)
    _known: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def is_visitor(self) -> bool:
        """Not signed in, unconfirmed, or suspended."""
        return self.standing == "visitor"

    @property
    def is_member(self) -> bool:
        """Reads and comments as a member: members and staff."""
        return self.standing in ("member", "staff")

    @property
    def is_guest(self) -> bool:
        """A guest's rights: guests and lapsed members."""
        return self.standing in ("guest", "lapsed")

    @property
    def is_editor(self) -> bool:
        """May work on the magazine and all blogs."""
        return bool(self.roles & {Kind.EDITOR, Kind.ADMINISTRATOR})

    @property
    def is_moderator(self) -> bool:
        """May hide, lock, move narrower and pause, with a reason each time."""
        return bool(self.roles & {Kind.MODERATOR, Kind.ADMINISTRATOR})

    @property
    def is_administrator(self) -> bool:
        """May change accounts, roster, roles and settings."""
        return Kind.ADMINISTRATOR in self.roles

    @property
    def has_desk(self) -> bool:
        """Finds the desk: staff, and whoever holds a role."""
        return self.standing == "staff" or bool(self.roles)

    @property
    def is_held_first(self) -> bool:
        """Whether first words wait for a moderator: guests only, never lapsed members (docs/access.md, Writing)."""
        return self.standing == "guest"

    @property
    def anybody(self) -> Reader:
        """This reader without their name: whoever belongs to the same audiences and holds the same roles."""
        if "anybody" not in self._known:
            self._known["anybody"] = replace(
                self, person_id=None, person=None, language="", time_zone="", is_paused=False, is_in_grace=False
            )
        return self._known["anybody"]  # type: ignore[no-any-return]

    @property
    def shape(self) -> Hashable:
        """What of this reader decides the SQL of a queryset; the rest are values in it (`audience.prepared`)."""
        if "shape" not in self._known:
            groups = self.audiences - {PUBLIC, GUESTS, MEMBERS}
            kind = (self.standing, self.roles, self.person_id is None, self.audiences - groups)
            self._known["shape"] = (*kind, len(groups))
        return self._known["shape"]  # type: ignore[no-any-return]

    def may_read(self, thing: Readable) -> bool:
        """Full: the thing is out and this reader is among its readers."""
        return thing.is_published and bool(self.audiences & thing.reader_ids())

    def may_write_in(self, thing: Readable) -> bool:
        """Whether this reader may reply in the thing now."""
        return not self.refusal_to_write(thing)

    def refusal_to_write(self, thing: Readable) -> str:
        """Why this reader may not reply here, as a sentence; "" when they may."""
        if self.is_visitor:
            return _("Sign in to reply.")
        if self.is_paused:
            return str(PAUSED)
        if getattr(thing, "locked_at", None):
            return _("This conversation is locked: it can be read, and nobody can add to it.")
        if getattr(thing, "is_closed", False) and thing.author_id != self.person_id:  # type: ignore[attr-defined]
            return _("Closed on %(day)s. It can be read, and its author still answers.") % {
                "day": full_date(thing.closes_at)  # type: ignore[attr-defined]
            }
        if not self.audiences & thing.writer_ids():
            if self.is_member and thing.writers.is_group:
                return _("Whoever joined this group replies here. Join it, then write.")
            return _("Members reply here. You can read along.")
        return ""

    def refusal_to_open(self, thing: Readable) -> str:
        """Why this reader may not open the thing to guests, as a sentence; "" for its author and staff.

        What is in a group is not theirs alone to open (docs/access.md, Reading: guests stand before its door).
        """
        if thing.readers_id > MEMBERS:
            return _("What is in a closed group stays there.")
        if thing.writers_id > MEMBERS:
            return _("What is in a group is for members.")
        if thing.readers_id != MEMBERS or (thing.open_to_id == PUBLIC and thing.is_open_now):
            return _("Guests read this already.")
        is_author = self.person_id is not None and getattr(thing, "author_id", None) == self.person_id
        if (is_author and self.is_member) or self.standing == "staff" or self.is_moderator:
            return ""
        return _("Its author and staff open this to guests.")


PAUSED = _lazy("A moderator has paused your writing for a while. You can read everything, and answer the moderators.")
VISITOR = Reader()


def reader_for(person: User | None) -> Reader:
    """The reader a person is now: one query over standings and belongings.

    Args:
        person: the signed-in account, or None.
    """
    if person is None or not person.is_authenticated or not person.is_active:
        return VISITOR
    now = timezone.now()
    current, past, groups = _rows(person.pk, now)
    if current & {Kind.SUSPENDED, Kind.DECEASED} or not (current | past) & {Kind.GUEST, Kind.MEMBER, Kind.STAFF}:
        return VISITOR
    if Kind.STAFF in current:
        standing = "staff"
    elif Kind.MEMBER in current:
        standing = "member"
    elif Kind.MEMBER in past:
        standing = "lapsed"
    elif Kind.GUEST in current:
        standing = "guest"
    else:
        return VISITOR
    belongs = standing in ("member", "staff")
    return Reader(
        person_id=person.pk,
        standing=standing,
        roles=frozenset(current & set(Standing.ROLES)) if belongs else frozenset(),
        audiences=frozenset({PUBLIC, GUESTS} | ({MEMBERS} | groups if belongs else set())),
        language=person.language,
        time_zone=person.time_zone,
        is_paused=Kind.PAUSED in current,
        is_in_grace=Kind.GRACE in current and standing == "member",
        person=person,
    )


def standing_question(person_id: int, now: datetime) -> Question:
    """What somebody is and was, as two texts: "member=1,guest=0" and, by audience of a group, "12=1,15=0"."""
    moment = connection.ops.adapt_datetimefield_value(now)
    return Question(_standing_sql(), [moment, person_id, moment] * 2, ("standing", person_id))


@cache
def _standing_sql() -> str:
    counts = "'=' || CASE WHEN until IS NULL OR until > %s THEN 1 ELSE 0 END"
    begun = "WHERE person_id = %s AND since <= %s"
    return (
        f"SELECT (SELECT {in_one_text('kind || ' + counts)} FROM audience_standing {begun}),"  # noqa: S608
        f" (SELECT {in_one_text('audience_id || ' + counts)} FROM audience_belonging {begun})"
    )


def _rows(person_id: int, now: datetime) -> tuple[set[str], set[str], set[int]]:
    """Kinds that count now, kinds that have ended, audiences of groups."""
    [(kinds, audiences)] = select(*standing_question(person_id, now))
    current: set[str] = set()
    past: set[str] = set()
    for pair in (kinds or "").split(","):
        kind, _is, counts = pair.partition("=")
        (current if counts == "1" else past).add(kind)
    groups = {int(pair[:-2]) for pair in (audiences or "").split(",") if pair.endswith("=1")}
    return current, past, groups
