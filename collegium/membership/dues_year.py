"""Until when somebody who pays today is paid: the calendar year, or a year from the day (categories say which)."""

from __future__ import annotations

from datetime import date, timedelta

from collegium.membership.models import Category, Membership

CREDITED_FROM = 10  # month from which a new calendar member is credited to the next year (bylaws: "after 1 October")


def paid_after_renewal(membership: Membership, today: date) -> date:
    """The last day that the next dues pay for.

    A membership that still runs, or is in the days of grace, is continued where it ended: nobody loses days by paying
    early, nor gains any by paying late. After a lapse the year begins anew.
    """
    paid, category = membership.paid_through, membership.category
    goes_on = paid is not None and today <= paid + timedelta(days=membership.days_of_grace)
    if category.dues == Category.Dues.CALENDAR:
        if paid is not None and goes_on:
            return date(paid.year + 1, 12, 31)
        return date(today.year + (1 if today.month >= CREDITED_FROM else 0), 12, 31)
    return _year_after(paid) if paid is not None and goes_on else _year_after(today - timedelta(days=1))


def _year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 2, 28)
