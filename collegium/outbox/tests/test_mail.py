"""Mail: written with the deed, checked again when it leaves, once, parked when nobody takes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from collegium.audience.actions import grant
from collegium.audience.models import Standing
from collegium.outbox import jobs, mail, post
from collegium.outbox.models import Mail
from collegium.web.models import Society


@pytest.fixture(autouse=True)
def _own_checks(monkeypatch):
    monkeypatch.setattr(mail, "_checks", {})
    monkeypatch.setattr(mail, "_unsubscribe", {})


class BrokenConnection:
    def open(self) -> None:
        return

    def close(self) -> None:
        return

    def send_messages(self, messages: list[object]) -> int:
        raise ConnectionRefusedError("The mail server is down.")


def make_due() -> None:
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def test_mail_leaves_with_text_html_and_its_headers(cast, queued):
    mail.unsubscribed_at("reply", lambda row: f"https://connect.example.org/u/{row.pk}")
    row = mail.queue(
        cast.mia, "reply", "New\r\nreply", "Words.", "<style>p{color:red}</style><p>Words.</p>", about=("reply", 7),
        headers={"List-Id": "<talk.example.org>"},
    )  # fmt: skip
    assert not sent.outbox
    queued.work()
    message = sent.outbox[0]
    assert (message.to, message.subject) == (["mia@example.org"], "New reply")
    assert message.extra_headers["Message-ID"] == row.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["List-Unsubscribe"] == f"<https://connect.example.org/u/{row.pk}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["List-Id"] == "<talk.example.org>"
    assert message.from_email.startswith("Tamarack <")
    assert 'style="color: red' in message.alternatives[0][0].replace("color:red", "color: red")
    row.refresh_from_db()
    assert row.sent_at
    assert row.tries == 1


def test_names_with_line_breaks_cannot_make_headers(cast, queued):
    society = Society.current()
    society.short_name = "Tamarack\r\nBcc: everybody@evil.example\r\n\r\nWords of theirs"
    society.save()
    mail.queue(cast.mia, "reply", "Re: x\r\nBcc: everybody@evil.example\n\nWords\x0b\x85\u2028of theirs", "T")
    queued.work()
    (message,) = sent.outbox
    written = message.message()
    assert written["Bcc"] is None
    assert written["From"].startswith('"Tamarack Bcc: everybody@evil.example Words of theirs" <')
    assert message.recipients() == ["mia@example.org"]
    assert message.subject == "Re: x Bcc: everybody@evil.example Words of theirs"


def test_mail_of_a_rolled_back_deed_cannot_leave(cast, queued):
    def deed() -> None:
        with transaction.atomic():
            mail.queue(cast.mia, "reply", "S", "T")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deed()
    queued.work()
    assert not sent.outbox
    assert not Mail.objects.exists()


def test_mail_that_lost_its_right_cannot_leave(cast, queued):
    allowed = [True]
    mail.may_still_be_sent("reply", lambda row: allowed[0])
    row = mail.queue(cast.mia, "reply", "S", "Words of a member.")
    allowed[0] = False
    queued.work()
    row.refresh_from_db()
    assert not sent.outbox
    assert row.dropped_at
    assert row.text == ""
    assert row.last_error == "It may not be sent any more."


def test_mail_goes_to_the_address_of_that_moment(cast, queued):
    person = cast.mia
    mail.queue(person, "reply", "S", "T")
    type(person).objects.filter(pk=person.pk).update(email="new@example.org")
    queued.work()
    assert sent.outbox[0].to == ["new@example.org"]


def test_people_without_address_or_account_or_life_cannot_be_written_to(cast, queued):
    users = type(cast.mia).objects
    users.filter(pk=cast.gus.pk).update(email="")
    users.filter(pk=cast.otto.pk).update(is_active=False)
    grant(cast.grace, Standing.Kind.DECEASED)
    for person in (cast.gus, cast.otto, cast.grace):
        mail.queue(person, "reply", "S", "T")
    queued.work()
    assert not sent.outbox
    assert Mail.objects.filter(dropped_at__isnull=False).count() == 3


def test_mail_is_sent_once_however_often_its_job_runs(cast, queued):
    row = mail.queue(cast.mia, "reply", "S", "T")
    queued.work()
    mail.send(row.pk)
    mail.send(row.pk)
    assert len(sent.outbox) == 1


def test_mail_in_the_hands_of_another_worker_cannot_be_sent_twice(cast, queued):
    row = mail.queue(cast.mia, "reply", "S", "T")
    Mail.objects.filter(pk=row.pk).update(claimed_at=timezone.now())
    mail.send(row.pk)
    assert not sent.outbox


def test_mail_of_a_worker_that_died_cannot_be_lost(cast, queued):
    """Its job is taken up after a minute, when the mail still seems to be in the dead worker's hands."""
    row = mail.queue(cast.mia, "reply", "S", "T")
    Mail.objects.filter(pk=row.pk).update(claimed_at=timezone.now())
    queued.work()
    assert not sent.outbox
    Mail.objects.filter(pk=row.pk).update(claimed_at=timezone.now() - timedelta(minutes=11))
    make_due()
    queued.work()
    assert len(sent.outbox) == 1


def test_mail_whose_check_failed_is_tried_again(cast, queued, monkeypatch):
    row = mail.queue(cast.mia, "reply", "S", "T")
    with monkeypatch.context() as failing:
        failing.setattr(mail, "_checks", {"reply": [lambda _mail: 1 // 0]})
        queued.work()
    assert "ZeroDivisionError" in Mail.objects.get(pk=row.pk).last_error
    make_due()
    queued.work()
    assert len(sent.outbox) == 1


def test_mail_of_a_crash_goes_out_again_with_the_same_message_id(cast, queued):
    row = mail.queue(cast.mia, "reply", "S", "T")
    queued.work()
    Mail.objects.filter(pk=row.pk).update(sent_at=None, claimed_at=timezone.now() - timedelta(minutes=11))
    mail.send(row.pk)
    assert len({message.extra_headers["Message-ID"] for message in sent.outbox}) == 1
    assert len(sent.outbox) == 2


def test_mail_nobody_takes_is_parked_after_five_tries_and_sent_by_staff(cast, queued, monkeypatch):
    row = mail.queue(cast.mia, "reply", "S", "T")
    with monkeypatch.context() as down:
        down.setattr(post, "_connection", BrokenConnection)
        for tried in range(1, 6):
            assert not Mail.objects.parked().exists()
            queued.work()
            make_due()
            assert Mail.objects.get(pk=row.pk).tries == tried
    assert "mail server is down" in Mail.objects.parked().get().last_error
    mail.send_again(Mail.objects.get(pk=row.pk))
    queued.work()
    assert len(sent.outbox) == 1
    assert not Mail.objects.parked().exists()


def test_codes_go_first_and_their_words_are_forgotten_once_sent(cast, queued):
    mail.queue(cast.mia, "brief", "Brief", "T")
    code = mail.queue("new@example.org", "account", "Code", "123456")
    queued.work()
    assert [message.subject for message in sent.outbox] == ["Code", "Brief"]
    assert "123456" in sent.outbox[0].body
    assert Mail.objects.get(pk=code.pk).text == ""


def test_what_was_taken_back_cannot_leave_and_what_left_is_counted(cast, queued):
    mail.queue(cast.mia, "reply", "S", "Names a patient.", about=("reply", 7))
    queued.work()
    waiting = mail.queue(cast.grace, "reply", "S", "Names a patient.", about=("reply", 7))
    other = mail.queue(cast.grace, "reply", "S", "Other.", about=("reply", 8))
    assert mail.drop("reply", 7) == 1
    queued.work()
    assert len(sent.outbox) == 2
    assert not Mail.objects.filter(text__contains="patient").exists()
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert waiting.dropped_at
    assert other.sent_at


def test_words_of_old_mail_are_forgotten(cast, queued):
    row = mail.queue(cast.mia, "reply", "S", "T")
    queued.work()
    assert mail.forget_words() == 0
    Mail.objects.update(sent_at=timezone.now() - timedelta(days=31))
    assert mail.forget_words() == 1
    assert Mail.objects.get(pk=row.pk).text == ""


def test_data_folder_gets_one_whole_file_a_mail(cast, queued, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "collegium.outbox.post.FolderBackend", str(tmp_path / "mail")
    post.close()
    row = mail.queue(cast.mia, "reply", "Größe", "Words.")
    queued.work()
    Mail.objects.filter(pk=row.pk).update(sent_at=None)
    mail.send(row.pk)
    post.close()
    names = [path.name for path in (tmp_path / "mail").iterdir()]
    assert names == [f"{row.message_id[1:].split('@')[0]}.eml"]
    assert "To: mia@example.org" in (tmp_path / "mail" / names[0]).read_text()


def test_header_cannot_be_injected_through_a_subject(cast, queued):
    mail.queue(cast.mia, "reply", "Hello\r\nBcc: all@example.org", "T")
    queued.work()
    assert sent.outbox[0].bcc == []
    assert "\nBcc:" not in sent.outbox[0].message().as_string()


def test_parked_jobs_of_mail_are_seen_by_staff(cast, queued, monkeypatch):
    mail.queue(cast.mia, "reply", "S", "T")
    monkeypatch.setattr(post, "_connection", BrokenConnection)
    for _time in range(5):
        queued.work()
        make_due()
    assert jobs.parked().count() == 1
