"""Jobs: functions that run later, in the order of their priority, tried five times, then parked for staff to see.

    @jobs.task                             later: send_mail.enqueue(mail.pk)
    @jobs.schedule("*/5 * * * *")          by the clock (UTC); write it above `@jobs.task`

A job is written in the transaction of the deed that wants it: rolled back with it, or there for good. Arguments are
JSON: ids, never rows. A job may run twice (a crash in the middle), so it looks first whether its work is done. Jobs
live in the `tasks.py` of their app.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cronsim import CronSim
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules, import_string
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.compat import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from collegium.outbox.models import Beat, Schedule
from collegium.web.statements import store_new

__all__ = ["parked", "run_again", "schedule", "task"]

TRIES = 5
LEASE = timedelta(seconds=60)  # a worker silent for so long is dead
BACKOFF = (10, 60, 300, 1800)  # seconds before the second, third, … try
KEPT_FOR = timedelta(days=2)  # finished jobs
_scheduled: dict[str, str] = {}
wake = threading.Event()
_began = time.monotonic()


class Queue(DatabaseBackend):
    """Where jobs wait: the library's table, written by one statement. Nobody asks for a job's result."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> None:  # type: ignore[override]
        """Write the job; workers of this process see it once it is committed."""
        job: DBTaskResult[Any, Any] = DBTaskResult(
            args_kwargs=normalize_json({"args": args, "kwargs": kwargs}), priority=task.priority,
            task_path=task.module_path, queue_name=task.queue_name, run_after=task.run_after or get_date_max(),
            backend_name=self.alias,
        )  # fmt: skip
        store_new([job])
        transaction.on_commit(wake.set)


def schedule(expression: str) -> Callable[[Task], Task]:
    """Run a job by the clock.

    Args:
        expression: cron, five fields, UTC, such as "17 3 * * *".
    """
    next_after(expression, timezone.now())  # a wrong expression stops the start

    def register(job: Task) -> Task:
        _scheduled[job.module_path] = expression
        return job

    return register


def next_after(expression: str, moment: datetime) -> datetime:
    """The first minute after `moment` that the expression names."""
    return next(CronSim(expression, moment))


def discover() -> None:
    """Load the `tasks.py` of every app."""
    autodiscover_modules("tasks")


def lay_out() -> None:
    """Bring the schedule table in line with the code: new jobs in, changed ones moved, others out."""
    now = timezone.now()
    for path, expression in _scheduled.items():
        following = next_after(expression, now)
        row, new = Schedule.objects.get_or_create(path=path, defaults={"expression": expression, "next_at": following})
        if not new and row.expression != expression:
            Schedule.objects.filter(pk=row.pk).update(expression=expression, next_at=following)
    Schedule.objects.exclude(path__in=_scheduled).delete()


def tick(now: datetime | None = None) -> int:
    """Enqueue what is due; of several workers exactly one wins each minute. Returns how many jobs were enqueued."""
    now = now or timezone.now()
    return sum(_enqueue_once(row, now) for row in Schedule.objects.filter(next_at__lte=now, path__in=_scheduled))


@transaction.atomic
def _enqueue_once(row: Schedule, now: datetime) -> bool:
    following = next_after(row.expression, now)
    won = Schedule.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=following, last_at=now)
    if won:
        import_string(row.path).enqueue()
    return bool(won)


def after_run(job: DBTaskResult) -> None:
    """A failed job waits and is tried again, until it is parked."""
    if job.status != TaskResultStatus.FAILED or len(job.worker_ids) >= TRIES:
        return
    wait = BACKOFF[min(len(job.worker_ids), len(BACKOFF)) - 1]
    _ready(DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.FAILED), wait)


def _ready(rows: QuerySet[DBTaskResult], wait: float) -> int:
    moment = timezone.now() + timedelta(seconds=wait)
    return rows.update(status=TaskResultStatus.READY, finished_at=None, run_after=moment)


def recover(now: datetime | None = None) -> int:
    """Jobs of workers that fell silent are tried again, or parked when they ended their worker too often.

    Returns:
        How many were found.
    """
    now = now or timezone.now()
    alive = set(Beat.objects.filter(at__gte=now - LEASE).values_list("worker", flat=True))
    lost = [job for job in DBTaskResult.objects.running() if not job.worker_ids or job.worker_ids[-1] not in alive]
    for job in lost:
        row = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at)
        if len(job.worker_ids) < TRIES:
            _ready(row, 0)
        else:
            row.update(
                status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="builtins.SystemExit",
                traceback="The process ended each time while this job ran.",
            )  # fmt: skip
    Beat.objects.filter(at__lt=now - 10 * LEASE).delete()
    return len(lost)


def parked() -> QuerySet[DBTaskResult]:
    """Jobs that failed five times, latest first; staff may run them again."""
    rows: QuerySet[DBTaskResult] = DBTaskResult.objects.failed().order_by("-finished_at")
    return rows


def run_again(job: DBTaskResult) -> None:
    """Give a parked job five new tries, now."""
    DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, finished_at=None, run_after=timezone.now(), worker_ids=[]
    )
    transaction.on_commit(wake.set)


def forget_finished(now: datetime | None = None) -> int:
    """Delete finished jobs after two days; parked ones stay until somebody looked."""
    before = (now or timezone.now()) - KEPT_FOR
    return int(DBTaskResult.objects.successful().filter(finished_at__lt=before).delete()[0])


def are_well() -> bool:
    """Whether some worker lives, for a site that `serve` runs; a process that just began has half a minute."""
    if not os.environ.get("_COLLEGIUM_RUN") or time.monotonic() - _began < 30:
        return True
    return Beat.objects.filter(at__gte=timezone.now() - LEASE).exists()


def health(now: datetime | None = None) -> dict[str, Any]:
    """For `/readyz`, `collegium check` and the desk.

    Returns:
        `beat`: seconds since a worker last said it lives (None: never), `waiting`: jobs due and not begun,
        `oldest`: seconds the oldest of them has waited, `parked`: number of parked jobs.
    """
    now = now or timezone.now()
    beat = Beat.objects.order_by("-at").values_list("at", flat=True).first()
    due = DBTaskResult.objects.ready()
    oldest = due.filter(run_after__lte=now).order_by("run_after").values_list("run_after", flat=True).first()
    enqueued = due.filter(run_after__gt=now).order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    since = min((moment for moment in (oldest, enqueued) if moment), default=None)
    return {
        "beat": (now - beat).total_seconds() if beat else None,
        "waiting": due.count(),
        "oldest": (now - since).total_seconds() if since else 0.0,
        "parked": DBTaskResult.objects.failed().count(),
    }
