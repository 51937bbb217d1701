"""Who may vote in the society's elections on a day: a mark of the table of access, where the kind of membership votes.

    may_vote(membership, day)
    voters(day)     # every membership that may, by name

The table of access says by its lines who keeps the vote (by default nobody in the days of grace); the category says
whether its members vote at all, as bylaws have it. Nothing is stored: a date is compared when somebody asks.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from collegium.audience.models import Standing
from collegium.membership.access_table import AccessTable, grace_of
from collegium.membership.models import Membership, society_today, start_of
from collegium.web.models import Society

BARRED = (Standing.Kind.SUSPENDED, Standing.Kind.DECEASED)


def _living(on: date) -> QuerySet[Membership]:
    instant = timezone.now() if on == society_today() else start_of(on)
    barred = Standing.objects.filter(person=OuterRef("person"), kind__in=BARRED).at(instant)
    rows = Membership.objects.filter(
        category__votes=True, merged_into=None, deceased_at=None, suspended_at=None, person__is_active=True
    )
    return rows.exclude(Exists(barred)).select_related("category", "person")


def voters(on: date) -> list[Membership]:
    """Memberships that may vote on that day, by name, with `category` and `person`.

    Args:
        on: a day of the society's calendar. What the roster has not brought yet is not known.
    """
    rows = _living(on).order_by("person__family_name", "person__given_name", "member_id")
    table, days = AccessTable.current(), Society.current().grace_days
    return [row for row in rows if _votes(row, table, on, days)]


def may_vote(membership: Membership, on: date) -> bool:
    """Whether this member may vote on that day."""
    found = _living(on).filter(pk=membership.pk).first()
    return found is not None and _votes(found, AccessTable.current(), on, Society.current().grace_days)


def _votes(row: Membership, table: AccessTable, on: date, days: int) -> bool:
    outcome = table.outcome(row.category.code, row.status, row.paid_through, on=on, grace=grace_of(row.category, days))
    return outcome is not None and outcome.votes
