"""How long questions wait: what has no reply now, and how soon the first one came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import inf
from statistics import median_low
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from collegium.audience.reader import Reader
from collegium.discussion.models import Reply
from collegium.forums.models import Topic

DAY = timedelta(hours=24)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Waits:
    """The questions of one forum or month.

    `asked` counts those that were answered or are older than a day, `in_a_day` how many of these had their first reply
    within 24 hours. `median` is in hours, over the unanswered too; None when most have no reply.
    """

    name: str
    month: date | None
    asked: int
    in_a_day: int
    median: float | None

    @property
    def share(self) -> int:
        """Of a hundred questions so many had a reply within 24 hours."""
        return round(100 * self.in_a_day / self.asked) if self.asked else 0


def unanswered(reader: Reader) -> QuerySet[Topic]:
    """Questions in forums without a reply that this reader may read, the one that waits longest first."""
    rows = Topic.objects.filter(group=None, locked_at=None, has_card=False, taken_back_at=None)
    return rows.waiting().readable_by(reader).order_by("published_at", "pk")  # type: ignore[no-any-return]


def first_replies(reader: Reader, since: datetime) -> list[tuple[str, datetime, datetime | None]]:
    """Forum, when it was asked and when the first reply by somebody else came, for topics since then.

    Hidden, removed and waiting replies count for nobody; mails of a list's archive are left out.
    """
    said: Any = Reply.objects.filter(piece=OuterRef("pk")).with_words().shown_to(reader)
    others = said.exclude(author=Coalesce(OuterRef("author"), 0)).order_by("created_at").values("created_at")[:1]
    asked = Topic.objects.filter(group=None, published_at__gte=since).readable_by(reader)
    rows: Any = asked.exclude(origin__startswith="list:").annotate(first=Subquery(others))
    return list(rows.order_by("published_at").values_list("forum__name", "published_at", "first"))


def waits_by_forum(rows: Iterable[tuple[str, datetime, datetime | None]], now: datetime | None = None) -> list[Waits]:
    """One line a forum, the slowest first."""
    by_name: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for name, asked, first in rows:
        by_name.setdefault(name, []).append((asked, first))
    lines = [_waits(name, None, found, now) for name, found in by_name.items()]
    return sorted((line for line in lines if line.asked), key=lambda line: (line.share, line.name))


def waits_by_month(rows: Iterable[tuple[str, datetime, datetime | None]], now: datetime | None = None) -> list[Waits]:
    """One line a month in which something was asked, the oldest first."""
    by_month: dict[date, list[tuple[datetime, datetime | None]]] = {}
    for _name, asked, first in rows:
        by_month.setdefault(timezone.localdate(asked).replace(day=1), []).append((asked, first))
    lines = [_waits("", month, found, now) for month, found in sorted(by_month.items())]
    return [line for line in lines if line.asked][-MONTHS:]


def _waits(name: str, month: date | None, found: list[tuple[datetime, datetime | None]], now: datetime | None) -> Waits:
    now = now or timezone.now()
    counted = [(asked, first) for asked, first in found if first or now - asked >= DAY]
    hours = [(first - asked).total_seconds() / 3600 if first else inf for asked, first in counted]
    middle = median_low(hours) if hours else inf
    in_a_day = sum(hour <= 24 for hour in hours)
    return Waits(name, month, len(counted), in_a_day, None if middle == inf else max(middle, 0.0))
