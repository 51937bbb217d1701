"""The society's days: when they begin in its zone, and when rights end."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from collegium.web.models import Society


def society_zone() -> zoneinfo.ZoneInfo:
    """The zone in which the society's days begin and end."""
    return zoneinfo.ZoneInfo(Society.current().time_zone)


def society_today(moment: datetime | None = None) -> date:
    """The society's calendar day at a moment (default: now)."""
    return (moment or timezone.now()).astimezone(society_zone()).date()


def start_of(day: date, zone: zoneinfo.ZoneInfo | None = None) -> datetime:
    """The first instant of a day in the society's zone."""
    return datetime.combine(day, time.min, tzinfo=zone or society_zone())


def end_of_rights(paid_through: date | None, grace_days: int, zone: zoneinfo.ZoneInfo) -> datetime | None:
    """When a member's rights end: the grace days after dues end are still included; None is never."""
    if paid_through is None:
        return None
    return datetime.combine(paid_through + timedelta(days=grace_days + 1), time.min, tzinfo=zone)
