"""The next instant at which time alone changes what somebody may read: something comes out, opens or closes."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import F, Min, QuerySet


def next_instant(after: float) -> float:
    """When something scheduled comes out, opens or closes next.

    Args:
        after: seconds since 1970; what was made from this moment on is true until then.

    Returns:
        Seconds since 1970; infinite when nothing waits.
    """
    moment = datetime.fromtimestamp(after, UTC)
    instants = [rows.aggregate(first=Min("instant"))["first"] for rows in _waiting(moment)]
    return min((instant.timestamp() for instant in instants if instant), default=float("inf"))


def _waiting(moment: datetime) -> list[QuerySet[Any]]:
    """Whatever waits for an instant after this one, in every table that names its readers."""
    waiting: list[QuerySet[Any]] = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.local_fields}
        if "published_at" in names:
            rows = model._default_manager.filter(published_at__gt=moment).order_by()
            waiting.append(rows.annotate(instant=F("published_at")))
        if "open_until" in names:
            for field in ("open_from", "open_until"):
                rows = model._default_manager.filter(open_to__isnull=False, **{f"{field}__gt": moment}).order_by()
                waiting.append(rows.annotate(instant=F(field)))
    return waiting


class Instants:
    """The next instant, asked for once for each version of everything."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self._known: tuple[Hashable, float, float] = (0, 0.0, 0.0)  # version, after, instant

    def end_of(self, version: Hashable, begun: float, longest: float) -> float:
        """Until when something is true whose making began at `begun`, after `version` was read.

        Args:
            longest: seconds it is kept at most.
        """
        known, after, instant = self._known
        if known != version or not after <= begun < instant:
            instant = next_instant(begun)
            self._known = (version, begun, instant)
        return min(begun + longest, instant)

    def forget(self) -> None:
        """Ask again."""
        self._known = (0, 0.0, 0.0)
