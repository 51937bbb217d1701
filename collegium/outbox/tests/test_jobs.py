"""Jobs: once, tried again, parked, recovered; the schedule enqueues once however many look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from collegium.outbox import jobs
from collegium.outbox.models import Beat, Schedule
from collegium.outbox.tests import probe


@pytest.fixture(autouse=True)
def _empty():
    probe.ran.clear()


def make_due() -> None:
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def test_job_runs_once(queued):
    probe.succeed.enqueue(1)
    assert queued.work() == 1
    assert queued.work() == 0
    assert probe.ran == [1]


def test_job_of_a_rolled_back_deed_cannot_run(queued):
    def deed() -> None:
        with transaction.atomic():
            probe.succeed.enqueue(1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deed()
    assert queued.work() == 0
    assert probe.ran == []


def test_failing_job_waits_longer_each_time_and_is_parked_while_others_run(queued):
    probe.fail.enqueue(1)
    for tried in range(1, 6):
        queued.work()
        job = DBTaskResult.objects.get()
        if tried < 5:
            wait = (job.run_after - timezone.now()).total_seconds()
            assert jobs.BACKOFF[tried - 1] - 5 < wait <= jobs.BACKOFF[tried - 1]
        make_due()
    probe.succeed.enqueue(2)
    queued.work()
    assert probe.ran == [1] * 5 + [2]
    assert list(jobs.parked()) == [job]
    assert "It never works." in jobs.parked()[0].traceback
    assert jobs.health()["parked"] == 1


def test_parked_job_gets_new_tries_from_staff(queued):
    probe.fail.enqueue(1)
    for _time in range(5):
        queued.work()
        make_due()
    jobs.run_again(jobs.parked()[0])
    assert not jobs.parked()
    queued.work()
    assert len(probe.ran) == 6


def test_job_of_a_dead_worker_runs_again(queued):
    probe.succeed.enqueue(1)
    DBTaskResult.objects.get().claim("a-worker-that-was-killed")
    assert queued.work() == 0
    assert jobs.recover() == 1
    assert queued.work() == 1


def test_job_of_a_living_worker_cannot_be_taken_over(queued):
    probe.succeed.enqueue(1)
    DBTaskResult.objects.get().claim("busy")
    Beat.objects.create(worker="busy", at=timezone.now())
    assert jobs.recover() == 0
    assert queued.work() == 0
    assert jobs.recover(timezone.now() + 2 * jobs.LEASE) == 1


def test_job_that_kills_its_worker_five_times_is_parked(queued):
    probe.succeed.enqueue(1)
    for number in range(5):
        DBTaskResult.objects.get().claim(f"killed-{number}")
        jobs.recover()
    assert jobs.parked().count() == 1
    assert queued.work() == 0


def test_schedule_enqueues_once_for_two_workers_of_the_same_minute(queued, monkeypatch):
    monkeypatch.setattr(jobs, "_scheduled", {})
    jobs.schedule("*/5 * * * *")(probe.succeed)
    jobs.lay_out()
    row = Schedule.objects.get()
    Schedule.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    row.refresh_from_db()
    assert jobs.tick() == 1
    assert jobs._enqueue_once(row, timezone.now()) is False
    assert jobs.tick() == 0
    assert DBTaskResult.objects.count() == 1


def test_hours_of_standstill_enqueue_one_job_not_many(queued, monkeypatch):
    monkeypatch.setattr(jobs, "_scheduled", {})
    jobs.schedule("* * * * *")(probe.succeed)
    jobs.lay_out()
    Schedule.objects.update(next_at=timezone.now() - timedelta(hours=9))
    assert jobs.tick() == 1
    assert jobs.tick() == 0


def test_layout_follows_the_code(db, monkeypatch):
    monkeypatch.setattr(jobs, "_scheduled", {})
    Schedule.objects.create(path="gone.job", expression="* * * * *", next_at=timezone.now())
    jobs.schedule("17 3 * * *")(probe.succeed)
    jobs.lay_out()
    jobs.schedule("18 4 * * *")(probe.succeed)
    jobs.lay_out()
    row = Schedule.objects.get()
    assert (row.expression, row.next_at.hour, row.next_at.minute) == ("18 4 * * *", 4, 18)


def test_wrong_expression_cannot_be_registered():
    with pytest.raises(Exception, match="minute"):
        jobs.schedule("99 * * * *")


def test_every_scheduled_job_of_the_site_is_known():
    jobs.discover()
    assert "collegium.outbox.tasks.sweep_files" in jobs._scheduled
    assert jobs.next_after("17 3 * * *", datetime(2026, 11, 24, 4, tzinfo=UTC)) == datetime(
        2026, 11, 25, 3, 17, tzinfo=UTC
    )


def test_finished_jobs_are_forgotten_and_parked_ones_cannot_be(queued):
    probe.succeed.enqueue(1)
    probe.fail.enqueue(2)
    for _time in range(5):
        queued.work()
        make_due()
    assert jobs.forget_finished(timezone.now() + timedelta(days=3)) == 1
    assert jobs.parked().count() == 1


def test_health_says_how_long_the_oldest_job_waits(queued):
    assert jobs.health()["oldest"] == 0
    probe.succeed.enqueue(1)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=3))
    health = jobs.health()
    assert health["waiting"] == 1
    assert 175 < health["oldest"] < 185
    assert health["beat"] < 5


def test_site_without_a_living_worker_is_not_ready(client, db, monkeypatch):
    monkeypatch.setenv("_COLLEGIUM_RUN", "web jobs")
    monkeypatch.setattr(jobs, "_began", float("-inf"))
    Beat.objects.all().delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "jobs\n")
    Beat.objects.create(worker="one", at=timezone.now())
    assert client.get("/readyz").status_code == 200


def test_site_without_room_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr("collegium.web.health.LEAST_FREE", 10**18)
    assert client.get("/readyz").text == "disk\n"
    assert client.get("/healthz").status_code == 200
