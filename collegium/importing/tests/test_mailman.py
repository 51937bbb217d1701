"""Mailman 2 archives and mbox files: every check of `tests/data/listserv/expected.json`, and broken mail."""

import gzip
import json
import mailbox
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from collegium.importing import BadArchive, Skipped, assign_threads
from collegium.importing.mailman import read_messages

DATA = Path(__file__).parents[3] / "tests" / "data" / "listserv"
ARCHIVE = DATA / "mailman2_2005-January.txt"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))["mailman2"]

TOMORROW = (datetime.now(UTC) + timedelta(days=2)).strftime("Date: %d %b %Y %H:%M:%S +0000\n").encode()
SOUND = b"""From ann@example.org  Mon Jan  3 09:15:02 2005
From: Ann Adams <ann@example.org>
Date: Mon, 3 Jan 2005 09:15:02 -0600
Subject: One
Message-ID: <one@example.org>

Words.
"""


@pytest.fixture
def messages():
    return list(read_messages(ARCHIVE))


def read(tmp_path: Path, data: bytes, **options):
    path = tmp_path / "list.mbox"
    path.write_bytes(data)
    return list(read_messages(path, **options))


def test_sample_gives_the_expected_messages_and_skips():
    skipped: list[Skipped] = []
    messages = list(read_messages(ARCHIVE, on_skip=skipped.append))
    assert len(messages) == EXPECTED["messages_imported"]
    assert len(messages) + len(skipped) == EXPECTED["messages_in_file"]
    assert [skip.why for skip in skipped] == [skip["why"] for skip in EXPECTED["skipped"]]
    assert [skip.line for skip in skipped] == [64, 74]


def test_sample_gives_the_expected_threads(messages):
    threads: dict[str, list[str]] = {}
    for message, thread in assign_threads(messages):
        name = f"(generated id, {message.from_name})" if message.generated_id else message.message_id
        threads.setdefault(thread.subject, []).append(name)
    assert threads == {thread["subject"]: thread["messages"] for thread in EXPECTED["threads"]}


def test_list_tag_and_reply_mark_leave_the_title(messages):
    assert messages[2].subject == "Dose-dense AC in a 68 year old?"
    assert messages[2].raw_subject == "Re: [OncList] Dose-dense AC in a 68 year old?"


def test_escaped_from_is_unescaped(messages):
    assert "\nFrom what we saw in our last ten patients" in messages[1].body_text
    assert ">From" not in messages[1].body_text


def test_quote_and_signature_are_folded_not_deleted(messages):
    kinds = [block.kind for block in messages[1].blocks]
    assert kinds == ["text", "quote", "signature"]
    assert messages[1].blocks[1].text.startswith("On Mon, 3 Jan 2005, Ann Adams wrote:\n> Colleagues,")
    assert messages[1].blocks[2].text == "--\nBen Marsh, DO\nValley Oncology"
    assert "Ann Adams wrote" in messages[1].quoted
    assert "pegfilgrastim" not in messages[1].quoted


def test_charset_is_decoded(messages):
    assert messages[2].from_name == "Chloé Bélanger"
    assert "Désolée" in messages[2].body_text


def test_date_with_a_zone_in_words_is_read_in_utc(messages):
    assert messages[2].date == datetime(2005, 1, 4, 8, 0, tzinfo=UTC)
    assert messages[1].date == datetime(2005, 1, 3, 16, 40, 11, tzinfo=UTC)


def test_text_part_is_preferred(messages):
    assert messages[3].body_text.startswith("I pressed reply but this is a new topic.")
    assert "<b>" not in messages[3].body_text


def test_remote_pictures_cannot_get_into_the_text(messages, tmp_path):
    assert not any("tracker" in message.body_text for message in messages)
    html = SOUND.replace(
        b"\n\nWords.", b'\nContent-Type: text/html\n\n<p>Only <b>html</b>.</p><img src="http://t.example.net/x">'
    )
    assert read(tmp_path, html)[0].body_text == "Only html."


def test_authors_are_matched_by_address_in_lower_case(messages):
    assert [message.from_email for message in messages] == [
        "adams@lakeside.example.org",
        "bmarsh@valley.example.org",
        "cbell@uiq.example.com",
        "dvolkov@example.net",
    ]


def test_addresses_cannot_leave_the_body(tmp_path):
    words = b"Write to ben.marsh@valley.example.org or bmarsh at valley.example.org."
    [message] = read(tmp_path, SOUND.replace(b"Words.", words))
    assert "valley" not in message.body_text
    assert message.body_text == "Write to [address removed] or [address removed]."
    assert "valley" not in repr(message.blocks)


def test_address_cannot_stand_in_for_a_name(tmp_path):
    [message] = read(tmp_path, SOUND.replace(b"From: Ann Adams", b'From: "ann@example.org"'))
    assert message.from_name == ""


def test_not_to_be_archived_cannot_come_in_by_itself(messages):
    assert not any(message.no_archive for message in messages)
    asked = [message for message in read_messages(ARCHIVE, with_no_archive=True) if message.no_archive]
    assert [message.message_id for message in asked] == ["20050105130000.A5@lakeside.example.org"]


def test_generated_ids_are_the_same_at_every_import(messages):
    assert [m.message_id for m in read_messages(ARCHIVE)] == [m.message_id for m in messages]
    other = list(read_messages(ARCHIVE, list_name="onclist"))
    assert [m.message_id != n.message_id for m, n in zip(messages, other, strict=True)] == [False, False, True, False]


def test_lines_lead_back_to_the_file(messages):
    lines = ARCHIVE.read_bytes().split(b"\n")
    assert all(lines[message.line - 1].startswith(b"From ") for message in messages)


def test_mbox_written_by_python_is_read(tmp_path):
    path = tmp_path / "list.mbox"
    box = mailbox.mbox(str(path))
    for number in range(3):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "Zoë Äther <zoe@example.org>", f"[OncList] Größe {number}"
        mail["Date"], mail["Message-ID"] = "Tue, 4 Jan 2005 08:00:00 +0100", f"<{number}@example.org>"
        mail.set_content("From the start: naïve.\n")
        mail.add_alternative("<p>no</p>", subtype="html")
        box.add(mail)
    box.close()
    messages = list(read_messages(path))
    assert [message.subject for message in messages] == ["Größe 0", "Größe 1", "Größe 2"]
    assert {message.from_name for message in messages} == {"Zoë Äther"}
    assert {message.body_text for message in messages} == {"From the start: naïve."}


def test_compressed_archive_is_read(tmp_path):
    path = tmp_path / "2005-January.txt.gz"
    path.write_bytes(gzip.compress(ARCHIVE.read_bytes()))
    assert len(list(read_messages(path))) == 4


def test_from_in_a_body_cannot_begin_a_message(tmp_path):
    body = b"Words.\n\nFrom Monday Jan 3 2005 on, call me.\n\nFrom here on all is text.\n"
    [message] = read(tmp_path, SOUND.replace(b"Words.\n", body))
    assert "From Monday Jan 3 2005 on, call me." in message.body_text
    assert message.body_text.endswith("all is text.")


def test_missing_or_senseless_date_is_taken_from_the_from_line(tmp_path):
    for line in (b"", b"Date: yesterday\n", b"Date: Mon, 3 Jan 2505 09:15:02 -0600\n", TOMORROW, b"Date: 1 Jan 1970\n"):
        [message] = read(tmp_path, SOUND.replace(b"Date: Mon, 3 Jan 2005 09:15:02 -0600\n", line))
        assert message.date == datetime(2005, 1, 3, 9, 15, 2, tzinfo=UTC)


@pytest.mark.parametrize("zone", [b"GMT-06:00", b"-0600 (CST)", b"CST", b"(GMT-06:00) -0600"])
def test_zones_as_old_mailers_write_them_are_read(tmp_path, zone):
    [message] = read(tmp_path, SOUND.replace(b"-0600", zone))
    assert message.date.hour in (9, 15)
    assert message.date.tzinfo is UTC


def test_name_via_the_list_is_the_authors(tmp_path):
    munged = b"From: Ann Adams via OncList <onclist@lists.example.org>\nReply-To: Ann Adams <ANN@example.org>"
    [message] = read(tmp_path, SOUND.replace(b"From: Ann Adams <ann@example.org>", munged))
    assert (message.from_name, message.from_email) == ("Ann Adams", "ann@example.org")


def test_wrong_charset_cannot_lose_the_words(tmp_path):
    mail = SOUND.replace(b"\n\nWords.", b"\nContent-Type: text/plain; charset=x-nonsense\n\nD\xe9sol\xe9e.")
    assert read(tmp_path, mail)[0].body_text == "Désolée."
    mail = SOUND.replace(b"\n\nWords.", b"\nContent-Type: text/plain; charset=us-ascii\n\nD\xc3\xa9sol\xc3\xa9e.")
    assert read(tmp_path, mail)[0].body_text == "Désolée."


def test_attachments_are_left_out(tmp_path):
    mail = SOUND.replace(
        b"\n\nWords.",
        b'\nContent-Type: multipart/mixed; boundary="B"\n\n--B\nContent-Type: text/plain\n\nWords.\n--B\n'
        b"Content-Type: text/plain\nContent-Disposition: attachment; filename=chart.txt\n\nSecret.\n--B--",
    )
    assert read(tmp_path, mail)[0].body_text == "Words."


def test_multipart_without_its_boundary_keeps_the_text(tmp_path):
    mail = SOUND.replace(b"\n\nWords.", b'\nContent-Type: multipart/mixed; boundary="B"\n\nWords that were kept.')
    assert read(tmp_path, mail)[0].body_text == "Words that were kept."


def test_unreadable_message_cannot_stop_the_others(tmp_path):
    skipped: list[Skipped] = []
    broken = b"From nobody  Mon Jan  3 2005\nDate: never\nSubject: lost\n\nWords.\n\n"
    messages = read(tmp_path, broken + SOUND, on_skip=skipped.append)
    assert [message.subject for message in messages] == ["One"]
    assert skipped == [Skipped(1, "no readable date")]


def test_huge_message_cannot_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("collegium.importing.mailman.LARGEST_MESSAGE", 2_000)
    skipped: list[Skipped] = []
    huge = SOUND.replace(b"<one@", b"<huge@").replace(b"Words.", b"word " * 1_000 + b"\n" + b"word\n" * 100)
    messages = read(tmp_path, huge + b"\n" + SOUND, on_skip=skipped.append)
    assert [message.message_id for message in messages] == ["one@example.org"]
    assert skipped == [Skipped(1, "larger than 30 MB")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Hello.\n", "Line 1 of list.mbox does not begin a message with “From ”"),
        (b"\n\nDate: now\n", "Line 3 of list.mbox does not begin a message"),
        (b"\x00\x01\x02\n", "Line 1 of list.mbox holds binary data"),
        (b"From ann@example.org  Mon Jan  3 09:15:02 2005\n", "Line 1 of list.mbox begins a message, but no header"),
        (b"", "list.mbox holds no message"),
        (b"\n\n", "list.mbox holds no message"),
        (b"=" * 73 + b"\nDate: now\n", "Line 1 of list.mbox does not begin a message"),
    ],
)
def test_another_file_cannot_be_read_as_an_archive(tmp_path, data, sentence):
    with pytest.raises(BadArchive) as error:
        read(tmp_path, data)
    assert str(error.value).startswith(sentence)
    assert str(error.value).endswith(".")


def test_broken_compression_is_said_with_its_line(tmp_path):
    path = tmp_path / "list.txt.gz"
    path.write_bytes(gzip.compress(ARCHIVE.read_bytes())[:400])
    with pytest.raises(BadArchive, match=r"compression of list.txt.gz is broken after line \d+\."):
        list(read_messages(path))
