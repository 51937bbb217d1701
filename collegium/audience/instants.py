"""The next instant at which time alone changes what somebody may read: something comes out, opens or closes."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from collegium.audience import moment
from collegium.audience.prepared import Prepared
from collegium.audience.reader import VISITOR, Reader


def next_instant(after: float) -> float:
    """When something scheduled comes out, opens or closes next.

    Args:
        after: seconds since 1970; what was made from this moment on is true until then.

    Returns:
        Seconds since 1970; infinite when nothing waits.
    """
    with moment.fixed(datetime.fromtimestamp(after, UTC)):
        found = [instant for first in _waiting() for (instant,) in first.rows(VISITOR)]
    return min((instant.timestamp() for instant in found), default=float("inf"))


@cache
def _waiting() -> list[Prepared]:
    """What waits first for an instant after the present one, in every table that names its readers."""
    waiting: list[Prepared] = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.local_fields}
        if "published_at" in names:
            waiting.append(_first(model, "published_at"))
        if "closes_at" in names:
            waiting.append(_first(model, "closes_at"))
        if "open_until" in names and not hasattr(model, "repeats_dates_of"):
            waiting += [_first(model, field, open_to__isnull=False) for field in ("open_from", "open_until")]
    return waiting


def _first(model: type[Model], field: str, **only: Any) -> Prepared:
    def first(reader: Reader) -> QuerySet[Any, Any]:
        rows = model._default_manager.filter(Q((f"{field}__gt", moment.now())), **only)
        return rows.order_by(field).values_list(field)[:1]

    return Prepared(first)


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
