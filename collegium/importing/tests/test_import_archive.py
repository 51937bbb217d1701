"""`collegium import`: the samples become the expected topics; a second run changes nothing; nobody is mailed."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as sent
from django.core.management import CommandError, call_command

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.discussion.models import Reply
from collegium.forums.models import Forum, Topic
from collegium.forums.tests.factory import make_forum
from collegium.importing import BadArchive
from collegium.importing.actions import Source, bring_in, look_through
from collegium.notifications.models import Notification
from collegium.outbox.models import Mail
from collegium.people.models import Follow
from collegium.search.models import Entry

DATA = Path(__file__).parents[3] / "tests" / "data" / "listserv"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
MAILMAN = Source("mailman", DATA / "mailman2_2005-January.txt", "OncList")
NOTEBOOK = Source("listserv", DATA / "onc-l.log9703")


@pytest.fixture
def forum(cast) -> Forum:
    return make_forum("List archive")


def run(kind: str, file: Path, *words: str) -> str:
    out = StringIO()
    call_command("import_archive", kind, str(file), "--into", "list-archive", *words, stdout=out)
    return out.getvalue()


def test_mailman_sample_becomes_the_expected_topics(forum):
    bring_in(MAILMAN, forum)
    expected = EXPECTED["mailman2"]["threads"]
    topics = list(Topic.objects.filter(forum=forum).order_by("created_at"))
    assert [topic.title for topic in topics] == [thread["subject"] for thread in expected]
    assert [1 + topic.replies.count() for topic in topics] == [len(thread["messages"]) for thread in expected]
    assert topics[0].origin == f"list:{expected[0]['messages'][0]}"
    assert topics[0].replies.first().origin == f"list:{expected[0]['messages'][1]}"
    assert topics[0].published_at.year == topics[0].moved_at.year == 2005


def test_listserv_sample_becomes_the_expected_topic(forum):
    bring_in(NOTEBOOK, forum)
    topic = Topic.objects.get(forum=forum)
    assert topic.title == EXPECTED["listserv"]["threads"][0]["subject"]
    assert 1 + topic.reply_count == EXPECTED["listserv"]["threads"][0]["messages"]


def test_dry_run_cannot_write(forum):
    said = run("mailman", MAILMAN.path, "--list", "OncList")
    assert "4 messages, 2005" in said
    assert "2 new topics in List archive" in said
    assert "2 skipped" in said
    assert "X-No-Archive: yes" in said
    assert "Nothing was written" in said
    assert not Topic.objects.filter(forum=forum).exists()


def test_second_run_cannot_change_anything(forum):
    run("mailman", MAILMAN.path, "--list", "OncList", "--apply")
    before = list(Topic.objects.values("pk", "reply_count", "moved_at")), list(Reply.objects.values("pk", "body"))
    assert "0 new, 4 already here" in run("mailman", MAILMAN.path, "--list", "OncList", "--apply")
    assert before == (
        list(Topic.objects.values("pk", "reply_count", "moved_at")),
        list(Reply.objects.values("pk", "body")),
    )


def test_run_that_was_cut_off_goes_on(forum, monkeypatch):
    """The second batch fails: the first one stays, and the next run brings the rest, once."""
    monkeypatch.setattr("collegium.importing.actions.BATCH", 2)
    from collegium.importing import actions

    store, calls = actions._store_batch, []

    def failing(batch, place):
        calls.append(batch)
        if len(calls) == 2:
            raise RuntimeError("power")
        store(batch, place)

    monkeypatch.setattr(actions, "_store_batch", failing)
    with pytest.raises(RuntimeError):
        bring_in(MAILMAN, forum)
    assert Reply.objects.filter(piece__topic__forum=forum).count() == 1
    monkeypatch.setattr(actions, "_store_batch", store)
    bring_in(MAILMAN, forum)
    assert sorted(Topic.objects.filter(forum=forum).values_list("reply_count", flat=True)) == [0, 2]


def test_next_file_goes_on_with_a_topic(forum, tmp_path):
    bring_in(MAILMAN, forum)
    later = tmp_path / "2007.txt"
    later.write_text(
        "From dora at lake.example.org  Tue Jan  2 09:15:02 2007\nFrom: dora at lake.example.org (Dora Dale)\n"
        "Date: Tue, 2 Jan 2007 09:15:02 -0600\nSubject: Re: [OncList] Dose-dense AC in a 68 year old?\n"
        "In-Reply-To: <20050103151502.A1@lakeside.example.org>\nMessage-ID: <x1@lake.example.org>\n\nTwo years on: yes.\n"
    )
    source = Source("mailman", later, "OncList")
    assert look_through(source, forum).topics == 0
    bring_in(source, forum)
    bring_in(source, forum)
    topic = Topic.objects.get(origin="list:20050103151502.A1@lakeside.example.org")
    assert topic.reply_count == 3
    assert topic.moved_at.year == 2007


def test_broken_file_cannot_import_its_beginning(forum, tmp_path):
    broken = tmp_path / "broken.gz"
    import gzip

    broken.write_bytes(gzip.compress(MAILMAN.path.read_bytes())[:-12])
    with pytest.raises(BadArchive):
        bring_in(Source("mailman", broken), forum)
    assert not Topic.objects.filter(forum=forum).exists()
    with pytest.raises(CommandError, match="Nothing was imported"):
        run("mailman", broken, "--apply")


def test_attachments_that_stay_behind_are_said(forum, tmp_path):
    file = tmp_path / "list.mbox"
    head = "From ann@example.org  Mon Jan  3 09:15:02 2005\nFrom: Ann <ann@example.org>\nMessage-ID: <a@x>\n"
    file.write_text(head + "Content-Type: application/pdf\n\n%PDF\n")
    assert "1 attachment or picture stays in the archive" in run("mailman", file, "--apply")
    assert "stays in the archive" not in run("mailman", file)  # of new messages only


def test_unknown_forum_cannot_be_used(cast):
    with pytest.raises(CommandError, match="There is no forum 'list-archive'"):
        run("mailman", MAILMAN.path)


def test_missing_file_cannot_be_read(forum):
    with pytest.raises(CommandError, match="can't be read"):
        run("mailman", Path("/nowhere/at/all.txt"))


def test_authors_are_matched_by_confirmed_address_and_addresses_stay_away(forum, cast, client):
    EmailAddress.objects.create(user=cast.mia, email="bmarsh@valley.example.org", verified=True)
    EmailAddress.objects.create(user=cast.grace, email="adams@lakeside.example.org", verified=False)
    bring_in(MAILMAN, forum)
    topic = Topic.objects.get(origin="list:20050103151502.A1@lakeside.example.org")
    reply = topic.replies.get(number=1)
    assert reply.author == cast.mia
    assert (reply.byline["name"], reply.byline["handle"], reply.byline["standing"]) == ("Ben Marsh", "mia", "")
    assert topic.author is None  # Grace never confirmed that address
    page = cast.client("gus").get(topic.get_absolute_url())
    assert page.status_code == 403
    page = cast.client("mia").get(topic.get_absolute_url()).content.decode()
    assert "From the list archive, 2005" in page
    assert "example.org" not in page.split("<main")[1].replace("mia@example.org", "")
    assert "/report/?kind=piece" in page


def test_quotes_and_signature_are_folded_not_said(forum):
    bring_in(MAILMAN, forum)
    reply = Topic.objects.get(origin="list:20050103151502.A1@lakeside.example.org").replies.get(number=1)
    assert "<details><summary>Quoted text</summary>" in reply.body
    assert "<summary>Signature</summary>" in reply.body
    assert "fit 68 year old" in reply.body
    assert "fit 68 year old" not in reply.text
    assert reply.text.startswith("Yes, with pegfilgrastim")
    assert "From what we saw" in reply.text


def test_script_in_a_mail_cannot_run(forum, tmp_path):
    file = tmp_path / "evil.txt"
    file.write_text(
        "From a at b.example.org  Tue Jan  2 09:15:02 2007\nFrom: <script>alert(1)</script> <a at b.example.org>\n"
        "Date: Tue, 2 Jan 2007 09:15:02 -0600\nSubject: <img src=x onerror=alert(2)>\nMessage-ID: <e1@b.example.org>\n\n"
        "Hello <script>alert(3)</script>\n\n> <iframe src=//evil>\n"
    )
    bring_in(Source("mailman", file), forum)
    topic = Topic.objects.get(forum=forum)
    assert "<script" not in topic.body
    assert "<iframe" not in topic.body


def test_public_forum_cannot_open_an_archive(cast, client):
    forum = make_forum("Open", readers=PUBLIC)
    bring_in(NOTEBOOK, forum)
    topic = Topic.objects.get(forum=forum)
    assert topic.readers_id == topic.writers_id == MEMBERS
    assert set(topic.replies.values_list("readers_id", flat=True)) == {MEMBERS}
    assert client.get(topic.get_absolute_url(), HTTP_HOST="localhost").status_code == 403


def test_import_is_searchable_and_nobody_hears_of_it(forum, cast):
    Follow.objects.create(person=cast.mia, kind="forum", target_id=forum.pk)
    bring_in(MAILMAN, forum)
    assert Entry.objects.filter(piece__topic__forum=forum).count() == 4
    assert cast.client("mia").get("/search/?q=pegfilgrastim").content.decode().count("Dose-dense AC") >= 1
    assert not Notification.objects.exists()
    assert not Mail.objects.exists()
    assert not sent.outbox


@pytest.mark.parametrize(
    ("subject", "body"), [("Scan of MRN 4471902", "See above."), ("Scan", "x " * 40_000 + "\n\nMRN 4471902.")]
)
def test_patient_data_cannot_pass_unsaid_in_a_title_or_at_the_end_of_a_long_mail(forum, tmp_path, subject, body):
    archive = tmp_path / "list.mbox"
    head = "From ada at example.org  Mon Jan  3 10:00:00 2005\nFrom: ada at example.org (Ada B)\n"
    archive.write_text(
        f"{head}Date: Mon, 3 Jan 2005 10:00:00 +0000\nSubject: {subject}\nMessage-ID: <1@example.org>\n\n{body}\n"
    )
    assert "could identify a patient" in run("mailman", archive)


def test_old_mails_cannot_wait_for_an_answer(forum, cast):
    bring_in(MAILMAN, forum)
    assert Topic.objects.filter(reply_count=0).exists()
    page = cast.client("mia").get("/forums/?view=unanswered").text
    assert "21-gene" not in page
    assert "Unanswered</span>" not in cast.client("mia").get("/forums/").text
