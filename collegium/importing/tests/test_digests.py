"""Digests are opened: each message comes by itself, once, whatever else holds it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from collegium.importing import Message
from collegium.importing.mailman import read_messages

HEAD = b"From list at x.org  Mon Jan  4 10:04:00 2010\nFrom: list@x.org\nDate: Mon, 4 Jan 2010 10:00:00 +0000\n"
STROKES = "\n\n" + "-" * 30 + "\n\n"


def read(tmp_path: Path, data: bytes) -> list[Message]:
    (tmp_path / "list.mbox").write_bytes(data)
    return list(read_messages(tmp_path / "list.mbox"))


def inner(number: int, more: str = "") -> str:
    return (
        f"Date: Sun, 3 Jan 2010 1{number}:00:00 +0000\nFrom: Ann Adams <ann@x.org>\nSubject: [OncList] Dose\n"
        f"Message-ID: <{number}@x.org>\n{more}\nWords {number}."
    )


def mime(*messages: str) -> bytes:
    parts = "".join(f"--cc\n\n{message}\n" for message in messages)
    body = f"--bb\nContent-Type: text/plain\n\nSend submissions to list@x.org\n--bb\nContent-Type: multipart/digest; boundary=cc\n\n{parts}--cc--\n--bb--\n"
    return (
        b'Subject: OncList Digest, Vol 1\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="bb"\n\n'
        + body.encode()
    )


def plain(*messages: str) -> str:
    return (
        "Topics of the day:\n\n  1. Dose\n\n"
        + "-" * 70
        + "\n\n"
        + STROKES.join(messages)
        + STROKES
        + "Subject: Digest Footer\n\n____\nOncList mailing list"
        + STROKES
        + "End of OncList Digest, Vol 1\n*****\n"
    )


def test_mime_digest_becomes_its_messages(tmp_path):
    messages = read(tmp_path, HEAD + mime(inner(1), inner(2, "In-Reply-To: <1@x.org>\n")))
    assert [(m.message_id, m.subject, m.from_name, m.body_text, m.left_out) for m in messages] == [
        ("1@x.org", "Dose", "Ann Adams", "Words 1.", 0),
        ("2@x.org", "Dose", "Ann Adams", "Words 2.", 0),
    ]
    assert messages[1].in_reply_to == "1@x.org"
    assert messages[0].date.hour == 11


@pytest.mark.parametrize("packed", [False, True])
def test_plain_digest_becomes_its_messages(tmp_path, packed):
    text = plain(
        inner(1), inner(2, "Content-Type: text/plain; charset=iso-8859-1\n") + " Désolée.\n" + "-" * 30 + "\nA table"
    )
    body, headers = text.encode(), b"Subject: OncList Digest, Vol 1, Issue 2\nContent-Type: text/plain; charset=utf-8\n"
    if packed:
        body, headers = base64.encodebytes(body), headers + b"Content-Transfer-Encoding: base64\n"
    messages = read(tmp_path, HEAD + headers + b"\n" + body)
    assert [m.body_text.split("\n")[0] for m in messages] == ["Words 1.", "Words 2. Désolée."]
    assert messages[1].body_text.endswith("A table")


def test_message_cannot_come_twice_from_archive_and_digest(tmp_path):
    single = "From ann at x.org  Sun Jan  3 10:04:00 2010\n" + inner(1) + "\n\n"
    messages = read(tmp_path, single.encode() + HEAD + mime(inner(1), inner(2)))
    assert [message.message_id for message in messages] == ["1@x.org", "2@x.org"]


@pytest.mark.parametrize("subject", ["Re: OncList Digest, Vol 1", "Dose", "Digest of the year"])
def test_other_mail_cannot_be_taken_for_a_digest(tmp_path, subject):
    body = "Look:\n" if subject.startswith("Digest") else plain(inner(1))
    [message] = read(tmp_path, HEAD + f"Subject: {subject}\n\n{body}".encode())
    assert message.body_text.startswith(("Look", "Topics"))


def test_messages_of_a_digest_without_date_take_that_of_the_digest(tmp_path):
    [message] = read(tmp_path, HEAD + mime("From: Ann <ann@x.org>\nSubject: Dose\n\nWords."))
    assert (message.date.year, message.from_email) == (2010, "ann@x.org")
