"""The brief: what it holds, for whom, when it goes, and what can never be in it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail as sent
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.actions import end
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Standing
from collegium.brief.excerpts import cut
from collegium.brief.letter import letter_of, write
from collegium.brief.models import SentBrief
from collegium.brief.sending import due, write_brief
from collegium.brief.tasks import pick_due
from collegium.brief.tests.factory import give_office
from collegium.conversations.models import Participant
from collegium.conversations.tests.factory import WORDS, talk
from collegium.conversations.tests.factory import write as write_message
from collegium.discussion import actions as words
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.notifications.actions import change_wishes
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.outbox.tasks import send_mail
from collegium.people.actions import follow
from collegium.search.tests.factory import make_post

TUESDAY = datetime(2026, 11, 24, 6, 35, tzinfo=UTC)


def letter(person, days: float = 1.0):
    now = timezone.now() + timedelta(seconds=1)
    return letter_of(person, now - timedelta(days=days), now)


def reply(topic, cast, name, text):
    return post_reply(topic, Words.plain(text), cast.reader(name))


@pytest.fixture
def held_mail(monkeypatch):
    """Mail is written and not sent until `mail.send`."""
    monkeypatch.setattr(type(send_mail), "enqueue", lambda self, *args, **kwargs: None)


def test_brief_carries_the_words_themselves_and_an_end(cast):
    give_office(cast.petra)
    make_post(cast.petra, "Eleven hours on hold", "I timed every call my team made.", "What it took.", readers=PUBLIC)
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace", "Short words come whole.")
    reply(topic, cast, "mo", "One sentence here. " * 60)
    found = letter(cast.mia)
    for words_ in (
        "Eleven hours on hold", "President", "I timed every call my team made.", "Short words come whole.",
        "Grace Penhaligon, PA-C", "2 new", "That is everything since", "/settings/mail/", "/mail/stop/",
    ):  # fmt: skip
        assert words_ in found.text, words_
        assert words_ in found.html, words_
    assert found.text.count("One sentence here.") == 20
    assert found.subject.endswith("2 things, about one minute")


def test_words_of_one_brief_cannot_come_again_in_the_next(cast):
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace", "Said on Monday.")
    monday = timezone.now()
    assert "Said on Monday." in letter_of(cast.mia, monday - timedelta(days=1), monday).text
    reply(topic, cast, "grace", "Said on Tuesday.")
    tuesday = letter_of(cast.mia, monday, timezone.now()).text
    assert "Said on Tuesday." in tuesday
    assert "1 new" in tuesday
    assert "Said on Monday." not in tuesday


def test_what_was_mailed_at_once_cannot_come_again(cast):
    topic = make_topic(cast.mia)
    reply(topic, cast, "grace", "An answer to Mia, mailed at once.")
    assert letter(cast.mia) is None
    follow(cast.otto, "piece", topic.pk)
    assert "An answer to Mia" in letter(cast.otto).text


def test_brief_of_a_busy_week_is_three_minutes_and_counts_the_rest(cast):
    give_office(cast.petra)
    for number in range(4):
        make_post(cast.petra, f"Post {number}", "Some words of a leader. " * 60, "A standfirst.", readers=PUBLIC)
    for number in range(6):
        topic = make_topic(cast.petra, title=f"Topic {number}")
        follow(cast.mia, "piece", topic.pk)
        for _reply in range(5):
            reply(topic, cast, "grace", "Some words of a colleague. " * 15)
    found = letter(cast.mia)
    assert found.brief.minutes == 3
    assert "Some words of a leader." in found.text
    assert "Some words of a colleague." in found.text
    for text in (found.text, found.html):
        assert all(f"Post {number}" in text for number in range(4))
        assert all(f"Topic {number}" in text for number in range(6))
        assert "and 2 more" in text


def test_titles_with_line_breaks_cannot_write_lines_of_the_brief(cast):
    topic = make_topic(cast.petra, title="First\r\n\r\ncall")
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace", "Words.")
    lines = letter(cast.mia).text.splitlines()
    assert "* First call" in lines
    assert "call" not in lines


def test_excerpt_ends_with_a_sentence():
    assert cut("One. Two three. Four five six.", 4) == ("One. Two three.", True)
    assert cut("One two.", 4) == ("One two.", False)
    assert cut("one two three four five", 3) == ("one two three …", True)


def test_nothing_new_is_no_mail(cast):
    assert letter(cast.mia) is None
    write_brief(cast.mia, timezone.localdate())
    assert sent.outbox == []


def test_same_day_cannot_bring_two_briefs_and_nothing_comes_twice(cast):
    give_office(cast.petra)
    make_post(cast.petra, readers=PUBLIC)
    now, day = timezone.now(), timezone.localdate()
    assert write_brief(cast.mia, day, now)
    assert write_brief(cast.mia, day, now + timedelta(hours=1)) is None
    write_brief(cast.mia, day + timedelta(days=1), now + timedelta(days=1))
    assert [letter_.to for letter_ in sent.outbox] == [["mia@example.org"]]
    assert SentBrief.objects.filter(person=cast.mia).count() == 2


@pytest.mark.parametrize("name", ["gus", "lars"])
def test_brief_of_who_may_not_read_cannot_hold_more_than_the_teaser(cast, name):
    give_office(cast.petra)
    make_post(cast.petra, "Gated thoughts", "Unspeakable body.", "The standfirst.", readers=MEMBERS)
    topic = make_topic(cast.mia, make_forum(readers=MEMBERS), "Only among members here")
    person = getattr(cast, name)
    follow(person, "piece", topic.pk)
    reply(topic, cast, "mo", "Said among members.")
    found = letter(person)
    assert "Gated thoughts" in found.text
    assert "The standfirst." in found.text
    for text in (found.text, found.html):
        assert "Unspeakable" not in text
        assert "Only among members" not in text
        assert "Said among members" not in text


def test_suspended_person_cannot_get_one(cast):
    give_office(cast.petra)
    make_post(cast.petra, readers=PUBLIC)
    assert letter(cast.sam) is None


def test_brief_cannot_hold_what_may_not_be_read_any_more_when_it_leaves(cast, held_mail):
    give_office(cast.petra)
    make_post(cast.petra, "Open thoughts", "For everybody.", readers=PUBLIC)
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    said = reply(topic, cast, "grace", "Names a patient.")
    other = reply(topic, cast, "grace", "Stays.")
    assert "Names a patient." in letter(cast.mia).text
    queued = write_brief(cast.mia, timezone.localdate(), timezone.now())
    assert not Mail.objects.exclude(text="").filter(kind="brief").exists()  # no words wait in the queue
    words.hide(said, cast.mo, "Names a patient.")
    mail.send(queued.pk)
    (letter_,) = sent.outbox
    assert "Names a patient." not in letter_.body
    assert "Names a patient." not in letter_.alternatives[0][0]
    assert other.text in letter_.body
    assert letter_.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("change", ["lapsed", "stopped", "paused"])
def test_brief_cannot_leave_when_wishes_or_rights_ended(cast, held_mail, change):
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace", "Among members.")
    queued = write_brief(cast.mia, timezone.localdate(), timezone.now())
    if change == "lapsed":
        end(cast.mia, Standing.Kind.MEMBER)
    elif change == "stopped":
        change_wishes(cast.mia, brief="never")
    else:
        change_wishes(cast.mia, paused_until=timezone.localdate() + timedelta(days=3))
    mail.send(queued.pk)
    assert sent.outbox == []


def test_words_of_direct_messages_cannot_be_in_a_brief(cast):
    change_wishes(cast.mia, message="brief")
    talk(cast.grace, cast.mia)
    found = letter(cast.mia)
    assert "1 conversation waits for you" in found.text
    assert WORDS not in found.text + unescape(found.html)


def test_request_of_a_stranger_cannot_count_as_a_conversation_that_waits(cast):
    change_wishes(cast.mia, message="brief")
    write_message(cast.grace, cast.mia)
    assert letter(cast.mia) is None
    talk(cast.otto, cast.mia)
    assert "1 conversation waits for you" in letter(cast.mia).text


def test_muted_conversation_cannot_bring_a_brief(cast):
    change_wishes(cast.mia, message="brief")
    talk(cast.grace, cast.mia)
    assert letter(cast.mia)
    Participant.objects.filter(person=cast.mia).update(muted_at=timezone.now())
    assert letter(cast.mia) is None


def test_what_somebody_never_wants_by_mail_stays_out(cast):
    forum = make_forum(readers=GUESTS)
    topic = make_topic(cast.petra, forum, "Old topic")
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace", "A reply.")
    make_post(cast.grace, "A post of no office", readers=PUBLIC)
    follow(cast.mia, "person", cast.grace.pk)
    assert "A post of no office" in letter(cast.mia).text
    change_wishes(cast.mia, published="never", reply="never")
    assert letter(cast.mia) is None


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Asia/Kolkata", "Pacific/Auckland", "America/New_York"])
def test_pause_ends_with_the_day_of_the_reader(cast, morning, held_mail, monkeypatch, zone):
    """At half past six there, whatever day it is in Greenwich; the day before, nothing leaves."""
    User.objects.filter(pk=cast.mia.pk).update(time_zone=zone)
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace", "Said meanwhile.")
    wednesday = timezone.localdate() + timedelta(days=9 - timezone.localdate().weekday())
    awake = datetime.combine(wednesday, time(6, 35), ZoneInfo(zone))
    change_wishes(cast.mia, paused_until=awake.date())
    assert due(awake - timedelta(days=1)) == []
    assert due(awake) == [(cast.mia.pk, awake.date())]
    queued = write_brief(cast.mia, awake.date())
    monkeypatch.setattr(timezone, "now", lambda: awake - timedelta(days=1))
    assert not write(queued)
    monkeypatch.setattr(timezone, "now", lambda: awake)
    assert write(queued)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [("Pacific/Honolulu", []), ("Pacific/Auckland", [date(2026, 4, 5), date(2026, 9, 27)]),
     ("America/New_York", [date(2026, 3, 8), date(2026, 11, 1)])],
)  # fmt: skip
def test_clock_changes_cannot_skip_or_double_a_brief(cast, morning, zone, changes):
    """A quarter of an hour at a time over the days around each change: due from half past six, on each weekday."""
    User.objects.filter(pk=cast.mia.pk).update(time_zone=zone)
    for change in changes or [date(2026, 3, 8)]:
        now = datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(days=3)
        for _quarter in range(6 * 96):
            for pk, day in due(now):
                local = now.astimezone(ZoneInfo(zone))
                assert (local.hour, local.minute) == (6, 30)
                SentBrief.objects.create(person_id=pk, day=day, since=now, until=now)
            now += timedelta(minutes=15)
    days = list(SentBrief.objects.order_by("day").values_list("day", flat=True))
    assert len(days) == 4 * len(changes or [0])
    assert all(day.weekday() < 5 for day in days)


def test_the_job_writes_each_due_brief_once(cast, morning, monkeypatch):
    give_office(cast.petra)
    make_post(cast.petra, readers=PUBLIC)
    from collegium.brief import sending

    monkeypatch.setattr(sending, "due", lambda now: [(cast.mia.pk, TUESDAY.date())])
    pick_due.call()
    pick_due.call()
    assert len(sent.outbox) == 1


def test_text_and_html_hold_the_same(cast):
    """Whoever reads plain text misses nothing: every title, name, number and address of one part is in the other."""
    give_office(cast.petra)
    make_post(
        cast.petra, "Eleven hours on hold", "I timed every call.\n\nThen I wrote.", "What it took.", readers=PUBLIC
    )
    topic = make_topic(cast.petra, title="Second opinions")
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace", "Short words come whole.")
    talk(cast.grace, cast.mia)
    found = letter(cast.mia)
    printed = re.sub(r"<style>.*?</style>|<div class=.pre.>.*?</div>", "", found.html, flags=re.S)
    seen = unescape(re.sub(r"<[^>]+>", " ", printed))
    for entry in (entry for section in found.brief.sections for entry in section.entries):
        said = [part for words_ in entry.said for part in words_.paragraphs]
        for text in (entry.title, entry.byline, entry.office, entry.deck, entry.place, *said):
            assert text in seen
            assert text in found.text
    assert set(re.findall(r'href="([^"]+)"', found.html)) - {f"{settings.SITE_URL}/"} <= set(
        re.findall(r"http\S+", found.text)
    )


def test_what_a_brief_asks_cannot_grow_with_what_is_the_same_for_all(cast, held_mail):
    """The second reader with the same audiences: newest posts, offices and the issue are known."""
    give_office(cast.petra)
    make_post(cast.petra, readers=PUBLIC)
    first, second = (write_brief(person, timezone.localdate()) for person in (cast.mia, cast.otto))
    mail.send(first.pk)
    with CaptureQueriesContext(connection) as asked:
        mail.send(second.pk)
    assert len(sent.outbox) == 2
    shared = ('FROM "membership_term"', 'FROM "magazine_issue"')
    assert not [query["sql"] for query in asked if any(table in query["sql"] for table in shared)]


def test_command_shows_one_and_sends_nothing(cast):
    give_office(cast.petra)
    make_post(cast.petra, "Eleven hours on hold", readers=PUBLIC)
    out = StringIO()
    call_command("brief", to="mia", show=True, stdout=out)
    assert "Subject: Since" in out.getvalue()
    assert "Eleven hours on hold" in out.getvalue()
    assert not Mail.objects.exists()
