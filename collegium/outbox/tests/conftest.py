"""Jobs in the database, as on a real site."""

from __future__ import annotations

import pytest

from collegium.outbox import jobs


@pytest.fixture
def queued(settings, db):
    """Jobs wait in the database; `work()` of the returned worker runs what is due."""
    settings.TASKS = {"default": {"BACKEND": "collegium.outbox.jobs.Queue", "QUEUES": []}}
    from collegium.outbox.worker import Worker

    jobs.discover()
    worker = Worker()
    worker._ticked = worker._recovered = float("inf")
    worker.beat()

    def work() -> int:
        done = 0
        while worker.step():
            done += 1
        return done

    worker.work = work
    return worker
