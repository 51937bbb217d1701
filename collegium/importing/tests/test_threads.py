"""Threads: by reference with the same subject, then by subject within 30 days."""

import datetime
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from collegium.importing import Message, ThreadKey, assign_threads
from collegium.importing.mailman import read_messages

START = datetime.datetime(2005, 1, 3, tzinfo=datetime.UTC)


def mail(number: int, subject: str, *, day: float = 0, answers: str = "", references: tuple[str, ...] = ()) -> Message:
    when = START + datetime.timedelta(days=day)
    return Message(f"m{number}", False, when, "Ann", "", subject, subject, answers, references, "", (), number)


def roots(*messages: Message) -> list[str]:
    return [thread.message_id for _message, thread in assign_threads(messages)]


def test_answers_join_by_reference_after_years():
    assert roots(mail(1, "Dose"), mail(2, "Re: Dose", day=900, answers="m1")) == ["m1", "m1"]
    assert roots(mail(1, "Dose"), mail(2, "Re: Dose", day=900, references=("m1", "gone"))) == ["m1", "m1"]


def test_same_subject_joins_within_thirty_days_of_the_last_message():
    assert roots(mail(1, "Dose"), mail(2, "RE: dose ", day=29), mail(3, "Dose", day=58)) == ["m1", "m1", "m1"]


def test_same_subject_cannot_join_after_thirty_days():
    assert roots(mail(1, "Dose"), mail(2, "Dose", day=31)) == ["m1", "m2"]


def test_new_subject_cannot_stay_in_the_old_thread():
    first, second = mail(1, "Dose"), mail(2, "Assay (was: Dose)", answers="m1")
    assert roots(first, second, mail(3, "Re: Assay", answers="m2")) == ["m1", "m2", "m2"]


@pytest.mark.parametrize("mark", ["RV:", "Fwd: AW:", "FW:", "R:", "I:", "TR :", "WG: Re:", "转发："])
def test_what_was_passed_on_cannot_leave_the_thread_it_answers(mark):
    assert roots(mail(1, "Dose"), mail(2, f"{mark} Dose", day=90, answers="m1")) == ["m1", "m1"]


def test_answer_may_stand_before_its_question():
    assert roots(mail(2, "Re: Dose", day=1, answers="m1"), mail(1, "Dose", day=-100)) == ["m2", "m2"]


def test_answers_to_a_left_out_message_stay_together():
    messages = mail(2, "Re: Dose", answers="m1"), mail(3, "Re: Dose", day=90, answers="m1")
    assert roots(*messages) == ["m2", "m2"]


def test_messages_without_subject_cannot_join_by_subject():
    assert roots(mail(1, ""), mail(2, ""), mail(3, "Re:", answers="m1")) == ["m1", "m2", "m1"]


def test_thread_carries_the_title_of_its_first_message():
    [(_message, thread)] = assign_threads([mail(1, "Dose")])
    assert thread == ThreadKey("m1", "Dose")


def test_long_archive_cannot_fill_the_memory(tmp_path: Path):
    """4 MB of mail are read and threaded in less than 1 MB."""
    path = tmp_path / "long.mbox"
    with path.open("wb") as file:
        for number in range(400):
            file.write(
                b"From a@example.org  Mon Jan  3 09:15:02 2005\nFrom: A <a@example.org>\n"
                b"Date: Mon, 3 Jan 2005 09:15:02 -0600\nSubject: Topic %d\nMessage-ID: <%d@example.org>\n\n%s\n\n"
                % (number % 40, number, (b"Words and words. " * 40 + b"\n") * 15)
            )

    def count(pairs: Iterator[tuple[Message, ThreadKey]]) -> int:
        return len({thread for _message, thread in pairs})

    tracemalloc.start()
    assert count(assign_threads(read_messages(path))) == 40
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
