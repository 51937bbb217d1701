"""The worker: looks for jobs and due schedules, says that it lives, and takes up what dead workers left.

`serve` runs one in a thread of each web process; `serve --jobs` runs one alone. Any number of them share the work.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from datetime import datetime
from types import FrameType

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import retry

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.outbox import jobs, post
from collegium.outbox.models import Beat
from collegium.web.statements import store_each, store_if

logger = logging.getLogger("collegium.outbox")
LOOK = 1.0  # seconds between two looks; a job of this process is seen at once
TICK = 2.0
BEAT = 10.0
RECOVER = 20.0
CLAIMED = ("status", "started_at", "worker_ids")


def _new_name() -> str:
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(3)}"


class Worker(DatabaseWorker):
    """Runs jobs until it is stopped. Database faults are waited out, never the end of it."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        super().__init__(
            queue_names=["*"], interval=LOOK, batch=False, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id=_new_name(), excluded_queue_names=[],
        )  # fmt: skip
        self._ticked = self._recovered = float("-inf")

    def run(self) -> None:
        """Work until `stop`."""
        jobs.discover()
        heart = threading.Thread(target=self._live, name="jobs-heart", daemon=True)
        heart.start()
        laid_out = False
        while not self.stopped.is_set():
            try:
                close_old_connections()
                if not laid_out:
                    jobs.lay_out()
                    laid_out = True
                if not self.step():
                    jobs.wake.wait(LOOK)
                    jobs.wake.clear()
            except DatabaseError as error:
                logger.warning("The database does not answer the jobs (%s); trying again.", type(error).__name__)
                connection.close()
                self.worker_id = _new_name()  # what was interrupted is taken up again once the old name falls silent
                self.stopped.wait(2.0)
        heart.join(timeout=5)
        self._leave()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """A signal asks to end."""
        self.stop()

    def stop(self) -> None:
        """Stop after the present job."""
        self.stopped.set()
        jobs.wake.set()

    def step(self) -> bool:
        """Look once. Returns whether a job was run."""
        now = time.monotonic()
        if now - self._recovered > RECOVER:
            self._recovered = now
            jobs.recover()
        if now - self._ticked > TICK:
            self._ticked = now
            jobs.tick()
        job = self._take()
        if job is None:
            return False
        self.run_task(job)
        jobs.after_run(job)
        return True

    def _take(self) -> DBTaskResult | None:
        """The next job, claimed. The look takes no lock, so that an idle worker is in nobody's way."""
        while job := _next.first(VISITOR, now=timezone.now(), at_once=get_date_max()):
            job.status, job.started_at = TaskResultStatus.RUNNING, timezone.now()
            job.worker_ids = [*job.worker_ids, self.worker_id]
            if store_if(job, CLAIMED, status=TaskResultStatus.READY, run_after=job.run_after):
                return job  # type: ignore[no-any-return]
        return None

    def run_task(self, job: DBTaskResult) -> None:
        """Run a job, and store what became of it."""
        try:
            task = import_string(job.task_path)
            if not isinstance(task, Task):
                raise SuspiciousOperation(f"{job.task_path} is no job.")
            task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
        except BaseException as error:
            logger.exception("The job %s failed.", job.task_path)
            job.set_failed(error)
        else:
            _done(job)

    def beat(self) -> None:
        """Say that this worker lives."""
        now = timezone.now()
        if not Beat.objects.filter(worker=self.worker_id).update(at=now):
            Beat.objects.create(worker=self.worker_id, at=now)

    def _live(self) -> None:
        worker = _thread or threading.main_thread()
        while not self.stopped.is_set() and worker.is_alive():
            try:
                self.beat()
            except DatabaseError:
                connection.close()
            self.stopped.wait(BEAT)
        connection.close()

    def _leave(self) -> None:
        """Others need not wait for the lease when a worker ends in peace."""
        try:
            Beat.objects.filter(worker=self.worker_id).delete()
        except DatabaseError:
            logger.warning("The worker could not sign off; its jobs are taken up after a minute.")
        post.close()
        connection.close()


@prepared
def _next(_reader: Reader, now: datetime, at_once: datetime) -> QuerySet[DBTaskResult]:
    due = Q(run_after=at_once) | Q(run_after__lte=now)
    return DBTaskResult.objects.filter(due, status=TaskResultStatus.READY)[:1]


@retry()
def _done(job: DBTaskResult) -> None:
    job.status, job.finished_at = TaskResultStatus.SUCCESSFUL, timezone.now()
    job.exception_class_path = job.traceback = ""
    store_each([job], ["status", "finished_at", "exception_class_path", "traceback"])


_thread: threading.Thread | None = None
_worker: Worker | None = None


def start_in_thread() -> None:
    """Run a worker in a thread of this process; a second call changes nothing."""
    global _thread, _worker
    if _thread is not None and _thread.is_alive():
        return
    _worker = Worker()
    _thread = threading.Thread(target=_worker.run, name="jobs", daemon=True)
    _thread.start()


def stop_thread(timeout: float = 10.0) -> None:
    """End the worker of this process after its present job, or after `timeout` seconds."""
    if _thread is not None and _worker is not None:
        _worker.stop()
        _thread.join(timeout)


def run_in_foreground() -> None:
    """Run a worker until SIGTERM or SIGINT (`serve --jobs`)."""
    worker = Worker()
    worker.configure_signals()
    worker.run()
