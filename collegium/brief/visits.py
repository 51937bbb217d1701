"""Noticing visits: at most one UPDATE a request, and that at most once a minute and person."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db.models import Case, F, QuerySet, When
from django.utils import timezone

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.brief.models import Visit
from collegium.web import versions
from collegium.web.statements import Question, forget_ahead

PAUSE = timedelta(hours=4)  # a visit ends after so long without a request (docs/glossary.md)
STEP = timedelta(seconds=60)
_noted: dict[int, float] = {}
versions.also_forget(_noted.clear)


def note(person_id: int, now: datetime | None = None) -> None:
    """Somebody asked for a page: their visit goes on, or a new one begins."""
    clock = time.monotonic()
    if clock - _noted.get(person_id, -1e9) < STEP.total_seconds():
        return
    if len(_noted) > 50_000:
        _noted.clear()
    _noted[person_id] = clock
    write(person_id, now or timezone.now())


def write(person_id: int, now: datetime) -> None:
    """The one UPDATE; the very first time an INSERT."""
    over = {"last_request_at__lt": now - PAUSE}
    rows = Visit.objects.filter(person_id=person_id, last_request_at__lt=now - STEP)
    changed = rows.update(
        previous_started_at=Case(When(**over, then=F("started_at")), default=F("previous_started_at")),
        started_at=Case(When(**over, then=now), default=F("started_at")),
        marked_at=Case(When(**over, then=None), default=F("marked_at")),
        last_request_at=now,
    )
    if not changed:
        Visit.objects.bulk_create(
            [Visit(person_id=person_id, started_at=now, last_request_at=now)], ignore_conflicts=True
        )
    forget_ahead(visit_question(person_id))


@prepared
def _visit(reader: Reader, person: int) -> QuerySet[Visit]:
    return Visit.objects.filter(pk=person)


def visit_question(person_id: int) -> Question | None:
    """What `visit_of` asks."""
    return _visit.question(VISITOR, person=person_id)


def visit_of(person_id: int) -> Visit:
    """The present visit, begun now when none was noted."""
    now = timezone.now()
    found: Visit | None = _visit.first(VISITOR, person=person_id)
    return found or Visit.objects.get_or_create(pk=person_id, defaults={"started_at": now, "last_request_at": now})[0]
