"""LISTSERV notebooks: every check of `tests/data/listserv/expected.json`."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collegium.importing import BadArchive, assign_threads
from collegium.importing.listserv import SEPARATOR, read_messages

DATA = Path(__file__).parents[3] / "tests" / "data" / "listserv"
NOTEBOOK = DATA / "onc-l.log9703"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))["listserv"]


@pytest.fixture
def messages():
    return list(read_messages(NOTEBOOK))


def test_sample_gives_the_expected_messages_in_one_thread(messages):
    assert len(messages) == EXPECTED["messages"]
    threads = {thread for _message, thread in assign_threads(messages)}
    assert [thread.subject for thread in threads] == [EXPECTED["threads"][0]["subject"]]


def test_ids_are_made_and_stay_the_same(messages):
    assert all(message.generated_id for message in messages)
    assert len({message.message_id for message in messages}) == 3
    assert [m.message_id for m in read_messages(NOTEBOOK)] == [m.message_id for m in messages]
    assert [m.message_id for m in read_messages(NOTEBOOK, list_name="ONC-L")] == [m.message_id for m in messages]


def test_eastern_time_is_read(messages):
    assert messages[1].date == datetime(1997, 3, 12, 19, 2, tzinfo=UTC)


def test_host_names_compare_without_case(messages):
    assert messages[0].from_email == messages[2].from_email == "epappas@hosp.example.org"
    assert (messages[0].from_name, messages[2].from_name) == ("Eleni Pappas, MD", "")


def test_short_line_of_equal_signs_cannot_separate(messages):
    assert messages[2].body_text.endswith("shorter than the separator:\n==========\nThanks.")


def test_separator_in_a_body_cannot_separate(tmp_path):
    path = tmp_path / "onc-l.log9704"
    path.write_bytes(NOTEBOOK.read_bytes() + b"\n" + SEPARATOR + b"\nno header here\n")
    messages = list(read_messages(path))
    assert len(messages) == 3
    assert messages[2].body_text.endswith("no header here")


@pytest.mark.parametrize("data", [b"From a@b  Mon Jan  3 09:15:02 2005\n", SEPARATOR[:-1] + b"\nDate: now\n"])
def test_another_file_cannot_be_read_as_a_notebook(tmp_path, data):
    path = tmp_path / "onc-l.log9704"
    path.write_bytes(data)
    with pytest.raises(BadArchive, match=r"^Line 1 of onc-l.log9704 is not a line of 73 equal signs.*\.$"):
        list(read_messages(path))
