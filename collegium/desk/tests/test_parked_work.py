"""`/desk/parked/`: administrators see what failed five times and why, without addresses, and try it again."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from collegium.outbox.models import AuditLine, Mail
from collegium.outbox.tests import probe

QUEUED = {"default": {"BACKEND": "collegium.outbox.jobs.Queue", "QUEUES": []}}


@pytest.fixture
def stuck(cast, settings):
    """One mail and one job that failed five times."""
    settings.TASKS = QUEUED
    now = timezone.now()
    Mail.objects.create(
        kind="brief", person=cast.mia, subject="Between us", text="Private.", message_id="a@x", tries=5,
        parked_at=now, last_error="SMTPRecipientsRefused: mia@example.org is unknown",
    )  # fmt: skip
    probe.fail.enqueue(1)
    DBTaskResult.objects.filter(task_path__endswith="probe.fail").update(
        status="FAILED", finished_at=now, traceback="Traceback\n  File x\nValueError: It never works.\n"
    )


def test_parked_work_is_shown_with_its_cause(cast, stuck):
    page = cast.client("ada").get("/desk/parked/").text
    assert all(words in page for words in ("1 mail", "1 job", "SMTPRecipientsRefused", "ValueError: It never works."))


def test_addresses_and_words_of_mails_cannot_be_read_there(cast, stuck):
    page = cast.client("ada").get("/desk/parked/").text
    assert not any(words in page for words in ("mia@example.org", "Between us", "Private.", "File x"))


def test_all_is_tried_again_and_logged(cast, stuck):
    answer = cast.client("ada").post("/desk/parked/run/")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/parked/")
    assert not Mail.objects.parked().exists()
    assert not DBTaskResult.objects.failed().exists()
    line = AuditLine.objects.get(what="ran parked work again")
    assert (line.by, line.detail) == (cast.ada, {"jobs": 1, "mails": 1})
    assert "Nothing is stuck" in cast.client("ada").get("/desk/parked/").text


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("ed", 404), ("mo", 404)])
def test_others_cannot_see_or_run_parked_work(cast, stuck, who, status):
    client = cast.client(who)
    assert client.get("/desk/parked/").status_code == status
    assert client.post("/desk/parked/run/").status_code == status
    assert Mail.objects.parked().count() == 1
