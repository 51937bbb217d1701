"""Archives as they really are: broken headers, old charsets, lost blank lines, parts that are no words."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest

from collegium.importing import BadArchive, Message, Skipped, assign_threads
from collegium.importing.mailman import read_messages

ENVELOPE = b"From ann at lakeside.example.org  Mon Jan  4 10:04:00 2010\n"


def mail(message_id: str, body: bytes, headers: bytes = b"", sender: bytes = b"Ann <ann@example.org>") -> bytes:
    """One message of an mbox file, without the blank line after it."""
    own = f"Message-ID: <{message_id}>\n".encode() if message_id else b""
    date = b"Date: Mon, 4 Jan 2010 10:00:00 +0000\n"
    return ENVELOPE + b"From: " + sender + b"\n" + date + own + headers + b"\n" + body + b"\n"


def parts(*children: bytes, kind: bytes = b"mixed") -> tuple[bytes, bytes]:
    """Body and headers of a mail of several parts."""
    body = b"".join(b"--bb\n" + child + b"\n" for child in children) + b"--bb--\n"
    return body, b"MIME-Version: 1.0\nContent-Type: multipart/" + kind + b'; boundary="bb"\n'


def read(tmp_path: Path, data: bytes, name: str = "list.mbox", **options) -> list[Message]:
    (tmp_path / name).write_bytes(data)
    return list(read_messages(tmp_path / name, **options))


HTML = b"Content-Type: text/html\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"<html><head><meta charset=utf-8><body><p>Words.</p>", HTML),
        (b"<head><title>Not this</title><style>p{}</style><p>Words.", HTML),
        parts(HTML + b"\n<p>Words.</p>", b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR", kind=b"alternative"),
        parts(b"Content-Type: text/plain\n\n", HTML + b"\n<p>Words.</p>", kind=b"alternative"),
        (b"Wor\x00ds\x01.\x1b", b""),
    ],
)
def test_words_cannot_get_lost_in_odd_parts(tmp_path, body, headers):
    [message] = read(tmp_path, mail("a@x", body, headers))
    assert message.body_text == "Words."


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("koi8-r", "Привет"),
        ("windows-1251", "Привет"),
        ("shift_jis", "こんにちは"),
        ("iso-2022-jp", "こんにちは"),
        ("big5", "你好"),
    ],
)
def test_old_charsets_are_read_in_body_and_bare_headers(tmp_path, charset, words):
    headers = b"Subject: " + words.encode(charset) + f"\nContent-Type: text/plain; charset={charset}\n".encode()
    if charset != "iso-2022-jp":  # its bytes look like plain ASCII in a header
        [message] = read(tmp_path, mail("a@x", words.encode(charset), headers, words.encode(charset) + b" <i@x.org>"))
        assert (message.subject, message.from_name, message.body_text) == (words, words, words)
    encoded = b"Content-Transfer-Encoding: base64\n" + headers.split(b"\n", 1)[1]
    assert read(tmp_path, mail("a@x", base64.b64encode(words.encode(charset)), encoded))[0].body_text == words


BASE64 = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"


@pytest.mark.parametrize("words", ["Grüße.", "Grüße!!", "Grüße"])
def test_plain_footer_below_base64_cannot_spoil_the_words(tmp_path, words):
    packed = base64.encodebytes(words.encode())
    footer = b"_" * 30 + b"\nOncList mailing list\n"
    [message] = read(tmp_path, mail("a@x", packed + footer, BASE64))
    assert message.body_text.split("\n")[0] == words
    assert message.body_text.endswith("OncList mailing list")


def test_words_of_an_archive_that_is_cut_off_cannot_stay_packed(tmp_path):
    packed = base64.b64encode(b"The last words of an archive.").rstrip(b"=")
    for length in range(20, len(packed)):
        [message] = read(tmp_path, mail("a@x", packed[:length], BASE64))
        assert "The last words of an archive.".startswith(message.body_text)
        assert len(message.body_text) >= length * 3 // 4 - 1


@pytest.mark.parametrize("sign", ["\u200b", "\u2060", "\ufeff", "\xad"])
def test_sign_without_width_cannot_hide_an_address(tmp_path, sign):
    data = f"Write to adams{sign}@lakeside.{sign}example.org.".encode()
    [message] = read(tmp_path, mail("a@x", data, b"Content-Type: text/plain; charset=utf-8\n"))
    assert message.body_text == "Write to [address removed]."


def test_plain_words_said_to_be_base64_are_read(tmp_path):
    [message] = read(tmp_path, mail("a@x", b"Not packed at all.", BASE64))
    assert message.body_text == "Not packed at all."


def test_words_of_html_cannot_run_together(tmp_path):
    body = b"<p><b>Dear</b> <i>all</i></p><ul><li>one<li>two</ul><a>End</a> <table><tr><td>a<td>b</table><h2>H</h2>x"
    [message] = read(tmp_path, mail("a@x", body, HTML))
    assert message.body_text.replace("\n\n", "\n").split("\n") == ["Dear all", "one", "two", "End", "a b", "H", "x"]


def test_archive_cut_off_among_headers_cannot_come_in(tmp_path):
    whole = mail("a@x", b"Words.\n")
    with pytest.raises(
        BadArchive, match=r"^list.mbox is cut off: it ends among the headers of the message on line 8\.$"
    ):
        read(tmp_path, whole + mail("b@x", b"More.")[:90])


def test_unknown_charset_in_a_header_cannot_leave_code_in_the_title(tmp_path):
    [message] = read(tmp_path, mail("a@x", b"Words.", b"Subject: =?x-foo?Q?D=E9sol=E9e?= =?utf-8?Q?_=C3=A9?= end\n"))
    assert message.subject == "Désolée é end"


def test_message_cannot_hide_in_the_one_before_when_the_blank_line_is_missing(tmp_path):
    messages = read(tmp_path, mail("a@x", b"First.") + mail("b@x", b"Second."))
    assert [message.body_text for message in messages] == ["First.", "Second."]


def test_nul_in_the_first_message_cannot_refuse_the_archive(tmp_path):
    messages = read(tmp_path, mail("a@x", b"\x00", b"Subject: Na\x00me\n") + b"\n" + mail("b@x", b"Second."))
    assert [message.subject for message in messages] == ["Name", ""]


def test_packed_file_is_read_whatever_its_name(tmp_path):
    assert len(read(tmp_path, gzip.compress(mail("a@x", b"Words.")), "list.txt")) == 1
    assert len(read(tmp_path, mail("a@x", b"Words."), "list.gz")) == 1


def test_second_text_of_a_mailman_archive_cannot_be_folded_away(tmp_path):
    mark = b"\n-------------- next part --------------\n"
    body = b"First." + mark + b"A non-text attachment was scrubbed...\nName: a.pdf" + mark + b"Second."
    [message] = read(tmp_path, mail("a@x", body))
    assert [block.text for block in message.blocks if block.kind == "text"] == ["First.", "Second."]


def test_what_is_left_out_is_counted(tmp_path):
    body, headers = parts(
        b"Content-Type: text/plain\n\nWords.",
        b"Content-Type: application/pdf\n\n%PDF",
        b"Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nSecret.",
        b"Content-Type: message/rfc822\n\nSubject: inner\n\nInner.",
    )
    [message] = read(tmp_path, mail("a@x", body, headers))
    assert (message.body_text, message.left_out) == ("Words.", 3)


def test_repeated_mail_without_an_id_is_said_as_such(tmp_path):
    skipped: list[Skipped] = []
    assert len(read(tmp_path, mail("", b"One.") + b"\n" + mail("", b"Two."), on_skip=skipped.append)) == 1
    assert [skip.why for skip in skipped] == ["no Message-ID, and sender, date and subject of an earlier message"]


def test_references_that_run_in_a_circle_cannot_stop_the_reading(tmp_path):
    data = b"".join(
        mail(f"{n}@x", b"Words.", b"Subject: Re: Round\nReferences: <0@x> <1@x> <2@x>\n") + b"\n" for n in range(3)
    )
    assert {thread.message_id for _message, thread in assign_threads(read(tmp_path, data))} == {"0@x"}


def test_line_of_megabytes_counts_as_one(tmp_path):
    messages = read(tmp_path, mail("a@x", b"x" * 2_500_000) + b"\n" + mail("b@x", b"Words."))
    assert [message.line for message in messages] == [1, 8]


@pytest.mark.parametrize(("charset", "body"), [("utf-7", b"Wo+2AA-rds."), ("unicode_escape", b"Wo\\ud800rds.")])
def test_half_characters_cannot_reach_the_database(tmp_path, charset, body):
    [message] = read(tmp_path, mail("a@x", body, f"Content-Type: text/plain; charset={charset}\n".encode()))
    assert message.body_text == "Words."


@pytest.mark.parametrize(
    ("charset", "written", "words"),
    [
        ("iso-8859-1", "utf-8", "Grüße – schön"),
        ("us-ascii", "utf-8", "Grüße"),
        ("iso-8859-1", "cp1252", "“Grüße”"),
        ("gb2312", "gbk", "朱镕基"),
        ("shift_jis", "cp932", "①"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
    ],
)
def test_charset_that_is_not_quite_the_one_said_is_read(tmp_path, charset, written, words):
    headers = f"Content-Type: text/plain; charset={charset}\n".encode()
    assert read(tmp_path, mail("a@x", words.encode(written), headers))[0].body_text == words


def test_charset_said_within_html_is_read(tmp_path):
    [message] = read(tmp_path, mail("a@x", "<meta charset='windows-1251'><p>Привет".encode("cp1251"), HTML))
    assert message.body_text == "Привет"


@pytest.mark.parametrize(
    ("more", "body", "words"),
    [
        (
            b"",
            b"One \nline.\n\n> old \n> words\n>> older \nNew.\n-- \nAnn",
            "One line.\n\n> old words\n>> older\nNew.\n--\nAnn",
        ),
        (b"; delsp=yes", b"Wo \nrds.\n >stuffed", "Words.\n>stuffed"),
    ],
)
def test_flowed_lines_are_joined(tmp_path, more, body, words):
    [message] = read(tmp_path, mail("a@x", body, b"Content-Type: text/plain; format=flowed" + more + b"\n"))
    assert message.body_text == words


def test_signature_of_pgp_is_no_attachment(tmp_path):
    body, headers = parts(
        b"Content-Type: text/plain\n\nWords.", b"Content-Type: application/pgp-signature\n\n-----x", kind=b"signed"
    )
    [message] = read(tmp_path, mail("a@x", body, headers))
    assert (message.body_text, message.left_out) == ("Words.", 0)


def test_armor_of_pgp_is_folded(tmp_path):
    armor = b"-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\niQEabc\n-----END PGP SIGNATURE-----"
    [message] = read(
        tmp_path, mail("a@x", b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nWords.\n\nMore.\n" + armor)
    )
    assert [(block.kind, block.text.split("\n")[0]) for block in message.blocks][1:] == [
        ("text", "Words."),
        ("signature", "-----BEGIN PGP SIGNATURE-----"),
    ]
