"""`collegium check`: every fault is one sentence that says how to mend it."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from collegium.audience.models import GUESTS
from collegium.discussion.actions import post_reply, react
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.files import actions as files
from collegium.files.models import File
from collegium.files.tests.factory import PDF
from collegium.forums.tests.factory import make_topic
from collegium.outbox.management import checks, data_checks
from collegium.outbox.models import Beat, Mail


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def data_faults() -> str:
    return " ".join(fault for check in data_checks.DATA_CHECKS.values() for fault in check())


def test_site_whose_jobs_run_is_well(cast, capsys):
    Beat.objects.create(worker="one", at=timezone.now())
    call_command("collegium_check", "--data")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 11
    assert {line.split(maxsplit=1)[1] for line in lines} == {"well"}


def test_site_without_jobs_cannot_pass(cast, capsys):
    with pytest.raises(CommandError, match="1 fault;"):
        call_command("collegium_check")
    assert "Start collegium serve" in capsys.readouterr().out


def test_faults_of_settings_are_named(cast, settings, tmp_path):
    settings.HOME = tmp_path
    settings.CONFIG = settings.CONFIG.model_copy(update={"url": "http://connect.example.org", "debug": True})
    (tmp_path / "secret-key").write_text("x")
    (tmp_path / "secret-key").chmod(0o644)
    text = " ".join(checks.settings_faults())
    for sentence in ("reads passwords", "COLLEGIUM_DEBUG is on", "chmod 600"):
        assert sentence in text


def test_silent_mail_server_and_parked_mails_are_named(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    Mail.objects.create(
        kind="reply", person=cast.mia, subject="S", text="T", message_id="<1@x>", parked_at=timezone.now(),
        last_error="ConnectionRefusedError: down",
    )  # fmt: skip
    first, second = checks.mail_faults()
    assert first.startswith("The mail server does not answer")
    assert "1 mails could not be sent in five tries; the last said: ConnectionRefusedError: down" in second


def test_storage_that_cannot_be_written_is_named(cast, settings, tmp_path):
    (tmp_path / "flat").write_text("a file where a folder should be")
    settings.MEDIA_ROOT = tmp_path / "flat"
    assert "Files can't be stored" in " ".join(checks.storage_faults())


def test_clock_behind_what_was_written_is_named(cast):
    Beat.objects.create(worker="one", at=timezone.now() + timezone.timedelta(hours=1))
    assert "clock is behind" in " ".join(checks.clock_faults())


def test_wrong_counters_are_found_and_mended(cast):
    topic = make_topic(cast.petra)
    reply = post_reply(topic, Words.plain("On day five."), cast.reader("mia"))
    react(cast.grace, topic, reply, "useful", on=True)
    assert data_faults() == ""
    Piece.objects.filter(pk=topic.pk).update(reply_count=7, last_number=0)
    Reply.objects.filter(pk=reply.pk).update(useful=0, thanks=3)
    text = data_faults()
    for sentence in (
        "number of replies is wrong",
        "last reply's number is too low",
        "'useful' is wrong",
        "'thanks' is wrong",
    ):
        assert sentence in text
    data_checks.mend_counters()
    assert data_faults() == ""
    assert Piece.objects.get(pk=topic.pk).reply_count == 1
    assert Reply.objects.get(pk=reply.pk).useful == 1


def test_lost_bytes_and_orphan_files_are_found(cast, django_capture_on_commit_callbacks):
    topic = make_topic(cast.petra)
    lost, orphan = (files.store(PDF, "a.pdf", cast.petra) for _one in range(2))
    files.attach([lost.pk], "piece", topic.pk, cast.petra)
    files.attach([orphan.pk], "reply", 999_999, cast.petra)
    default_storage.delete(lost.stored_name())
    text = data_faults()
    assert f"The bytes of 1 files are missing ({lost.pk})" in text
    assert f"1 files belong to a reply that is gone ({orphan.pk})" in text
    with django_capture_on_commit_callbacks(execute=True):
        data_checks.mend_files()
    assert list(File.objects.all()) == [lost]
    assert not default_storage.exists(orphan.stored_name())


def test_audience_of_a_closed_group_cannot_be_another(cast):
    from collegium.groups.models import Group

    group = Group.objects.create(kind="closed", name="Tumor board", slug="tumor-board", audience=cast.closed)
    assert data_faults() == ""
    Group.objects.filter(pk=group.pk).update(audience=GUESTS)
    assert "its audience is not" in data_faults()


def test_quote_of_what_is_not_there_is_found(cast):
    topic = make_topic(cast.petra)
    reply = post_reply(topic, Words.plain("On day five."), cast.reader("mia"))
    body = '<blockquote data-quote="{}"><p>Day</p></blockquote><p>No.</p>'
    second = post_reply(topic, Words.plain("See above."), cast.reader("mia"))
    Reply.objects.filter(pk=second.pk).update(body=body.format(reply.pk))
    assert data_faults() == ""
    Reply.objects.filter(pk=second.pk).update(body=body.format(999_999))
    assert f"The reply {second.pk} quotes 999999" in data_faults()


def test_private_words_cannot_appear_in_faults(cast):
    topic = make_topic(cast.petra, title="A title nobody else reads")
    Piece.objects.filter(pk=topic.pk).update(reply_count=7)
    assert "title" not in data_faults()
