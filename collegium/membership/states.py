"""The ten states somebody can be in, from what is stored: one model, in the order in which the first that fits counts.

| state | follows from |
| --- | --- |
| erased | the account ended, and no other took its place |
| merged | the society merged the record into another |
| deceased, suspended | a standing of that kind that counts now, whoever gave it |
| grace | a member whose paid-through date is over, within the days of grace |
| active | a standing as member or staff that counts now |
| resigned | rights ended, and the table of access gave "resigned" |
| dropped | rights ended, and the table gave "dropped", or they ended twelve months ago |
| lapsed | rights ended |
| applicant | none of these: never a member yet |

Nothing has to flip a row: every date is compared when somebody asks. Source: docs/access.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.membership.models import Gives, Membership, society_today, society_zone, start_of

Kind = Standing.Kind
DROPPED_AFTER = timedelta(days=365)
RIGHTS = (Kind.MEMBER, Kind.STAFF)


class State(TextChoices):
    """Where somebody is between applying and being forgotten."""

    APPLICANT = "applicant", _("Applicant")
    ACTIVE = "active", _("Active")
    GRACE = "grace", _("In the days of grace")
    LAPSED = "lapsed", _("Lapsed")
    SUSPENDED = "suspended", _("Suspended")
    DROPPED = "dropped", _("Dropped")
    RESIGNED = "resigned", _("Resigned")
    DECEASED = "deceased", _("Deceased")
    MERGED = "merged", _("Merged into another record")
    ERASED = "erased", _("Erased")


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on somebody was in this state; `is_future` when the day has not come."""

    day: date
    state: State
    is_future: bool = False


def state_of(person: User, standings: Iterable[Standing], now: datetime | None = None) -> State:
    """The state of a person.

    Args:
        person: with `membership__category` at hand where there is one.
        standings: all of the person's, ended ones too.
        now: the instant that is asked about (default: this one).
    """
    now = now or timezone.now()
    rows = list(standings)
    membership: Membership | None = getattr(person, "membership", None)
    if membership is not None and membership.merged_into_id:
        return State.MERGED
    if not person.is_active:
        return State.ERASED
    running = {row.kind for row in rows if row.since <= now and (row.until is None or row.until > now)}
    if Kind.DECEASED in running:
        return State.DECEASED
    if Kind.SUSPENDED in running:
        return State.SUSPENDED
    if running & set(RIGHTS):
        in_grace = membership is not None and Kind.MEMBER in running and membership.notice(society_today(now))
        return State.GRACE if in_grace else State.ACTIVE
    ended = [row.until for row in rows if row.kind in RIGHTS and row.until is not None and row.until <= now]
    return _without_rights(membership, max(ended, default=None), now)


def _without_rights(membership: Membership | None, ended: datetime | None, now: datetime) -> State:
    gives = membership.gives if membership else ""
    if gives == Gives.RESIGNED:
        return State.RESIGNED
    if gives == Gives.DROPPED or (ended is not None and ended <= now - DROPPED_AFTER):
        return State.DROPPED
    return State.LAPSED if ended is not None else State.APPLICANT


def history_of(person: User, standings: Iterable[Standing], now: datetime | None = None) -> list[Step]:
    """Every day on which the state changes, as far as it is known, the latest first; days to come too."""
    now, rows = now or timezone.now(), list(standings)
    instants = {row.since for row in rows} | {row.until for row in rows if row.until is not None}
    membership: Membership | None = getattr(person, "membership", None)
    if membership is not None and membership.paid_through is not None:
        instants.add(start_of(membership.paid_through + timedelta(days=1)))
    instants |= {row.until + DROPPED_AFTER for row in rows if row.kind in RIGHTS and row.until is not None}
    zone, steps = society_zone(), list[Step]()
    for instant in sorted(instants):
        state = state_of(person, rows, instant)
        if not steps or steps[-1].state != state:
            steps.append(Step(instant.astimezone(zone).date(), state, instant > now))
    return steps[::-1]
