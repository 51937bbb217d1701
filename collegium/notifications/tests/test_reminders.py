"""A bookmark's day by mail: at once or in the brief, once, with the title only, and to whom it cannot go."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.test import Client
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.actions import end, grant
from collegium.audience.models import PUBLIC, Standing
from collegium.bookmarks.actions import remind, remove_bookmark, set_bookmark
from collegium.bookmarks.models import Bookmark
from collegium.brief.letter import letter_of, write
from collegium.brief.sending import write_brief
from collegium.discussion.actions import hide, post_reply, remove_reply, take_back
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.actions import leave
from collegium.groups.tests.factory import make_group, make_group_topic, seat
from collegium.membership.models import Category, Membership
from collegium.notifications.actions import change_wishes
from collegium.notifications.letters import stop_address
from collegium.notifications.models import Notification, Wishes
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.outbox.tasks import send_mail
from collegium.people.actions import follow
from tests.at_once import at_once

TITLE, NOTE = "How do you time the first call?", "Ask Ruth before the spring"
HEADING = "You wanted to be reminded"


@pytest.fixture
def held_mail(monkeypatch):
    """Mail is written and not sent until `mail.send`."""
    monkeypatch.setattr(type(send_mail), "enqueue", lambda self, *args, **kwargs: None)


@pytest.fixture
def topic(cast) -> Topic:
    return make_topic(cast.petra, title=TITLE)


def due(cast, thing, name: str = "mia", when: str = "now") -> Bookmark:
    """Somebody's mark, whose day has come; how they want it by mail."""
    change_wishes(getattr(cast, name), bookmark=when)
    mark = set_bookmark(thing, cast.reader(name), note=NOTE, remind_on=timezone.localdate())
    assert remind() == 1
    return mark


def brief(person: User):
    now = timezone.now() + timedelta(seconds=1)
    return letter_of(person, now - timedelta(days=1), now)


def leave_all() -> list[str]:
    """Everything that leaves now, subjects and words."""
    for pk in Mail.objects.order_by("pk").values_list("pk", flat=True):
        mail.send(pk)
    return [f"{one.subject}\n{one.body}\n{one.alternatives[0][0]}" for one in sent.outbox]


def test_reminder_goes_at_once_with_the_title_and_a_way_to_stop_it(cast, topic):
    due(cast, topic)
    (letter,) = sent.outbox
    assert letter.to == ["mia@example.org"]
    assert letter.subject == f"Reminder: {TITLE}"
    assert f"You wanted to be reminded of “{TITLE}” today" in letter.body
    assert topic.get_absolute_url() in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Mail.objects.get().sent_at
    assert brief(cast.mia) is None


def test_reminder_of_a_reply_leads_to_the_reply(cast, topic):
    reply = post_reply(topic, Words.plain("Day three, by a nurse who can act."), cast.reader("grace"))
    sent.outbox.clear()
    due(cast, reply)
    (letter,) = sent.outbox
    assert f"/replies/{reply.pk}/" in letter.body
    assert "Day three" not in letter.body


def test_reminder_is_in_the_brief_of_who_said_nothing_else(cast, topic):
    assert Wishes.of(cast.mia.pk).bookmark == "brief"
    due(cast, topic, when="brief")
    assert sent.outbox == []
    found = brief(cast.mia)
    for text in (found.text, found.html):
        assert HEADING.lower() in text.lower()
        assert TITLE in text
        assert topic.get_absolute_url() in text
    assert TITLE not in found.html.split('class="pre">')[1].split("</div>")[0]


@pytest.mark.parametrize("when", ["now", "brief"])
def test_note_cannot_be_in_any_mail(cast, topic, when):
    due(cast, topic, when=when)
    found = brief(cast.mia)
    told = [f"{one.body} {one.alternatives[0][0]}" for one in sent.outbox] + ([found.text, found.html] if found else [])
    assert told
    for text in told:
        assert TITLE in text
        assert NOTE not in text


def test_who_wants_none_cannot_get_any(cast, topic):
    due(cast, topic, when="never")
    assert not Mail.objects.exists()
    assert brief(cast.mia) is None
    assert Notification.objects.get(kind="bookmark").person == cast.mia


def test_titles_with_line_breaks_cannot_write_lines_of_the_mail(cast):
    due(cast, make_topic(cast.petra, title="First\r\n\r\ncall"))
    (letter,) = sent.outbox
    assert letter.subject == "Reminder: First call"
    assert letter.body.splitlines()[0] == "You wanted to be reminded of “First call” today"


def lapse(cast, topic, mark):
    end(cast.mia, Standing.Kind.MEMBER)


def unsubscribe(cast, topic, mark):
    assert Client(HTTP_HOST="localhost").post(path_of(stop_address(cast.mia.pk, "bookmark"))).status_code == 200


def wants_no_mail(cast, topic, mark):
    Membership.objects.create(person=cast.mia, member_id="7", category=Category.objects.first(), no_email=True)


CHANGES = {
    "lapsed": lapse,
    "suspended": lambda cast, topic, mark: grant(cast.mia, Standing.Kind.SUSPENDED),
    "deceased": lambda cast, topic, mark: grant(cast.mia, Standing.Kind.DECEASED),
    "inactive": lambda cast, topic, mark: User.objects.filter(pk=cast.mia.pk).update(is_active=False),
    "no mail": wants_no_mail,
    "hidden": lambda cast, topic, mark: hide(topic, cast.mo, "Names a patient."),
    "taken back": lambda cast, topic, mark: take_back(topic),
    "mark removed": lambda cast, topic, mark: remove_bookmark(mark.pk, cast.reader("mia")),
    "moved": lambda cast, topic, mark: set_bookmark(
        topic, cast.reader("mia"), remind_on=timezone.localdate() + timedelta(days=3)
    ),
    "unsubscribed": unsubscribe,
    "paused": lambda cast, topic, mark: change_wishes(cast.mia, paused_until=timezone.localdate() + timedelta(days=2)),
}


def path_of(address: str) -> str:
    return re.search(r"https?://[^/]+(/\S+)", address)[1]  # type: ignore[index]


@pytest.mark.parametrize("name", CHANGES)
def test_reminder_cannot_leave_when_something_changed_meanwhile(cast, topic, held_mail, name):
    mark = due(cast, topic)
    waiting = Mail.objects.get()
    assert waiting.text == ""
    CHANGES[name](cast, topic, mark)
    assert leave_all() == []
    waiting.refresh_from_db()
    assert waiting.dropped_at
    assert TITLE not in waiting.subject + waiting.text + waiting.html


@pytest.mark.parametrize("name", CHANGES)
def test_brief_cannot_hold_a_reminder_when_something_changed_meanwhile(cast, topic, held_mail, name):
    mark = due(cast, topic, when="brief")
    assert TITLE in brief(cast.mia).text
    assert write_brief(cast.mia, timezone.localdate(), timezone.now() + timedelta(seconds=1))
    CHANGES[name](cast, topic, mark)
    assert TITLE not in "".join(leave_all())


def test_brief_leaves_with_a_reminder_alone(cast, topic, held_mail):
    due(cast, topic, when="brief")
    queued = write_brief(cast.mia, timezone.localdate(), timezone.now() + timedelta(seconds=1))
    assert write(queued)
    assert TITLE in queued.text


@pytest.mark.parametrize("name", ["lars", "sam"])
def test_who_may_not_read_cannot_be_reminded_by_mail(cast, topic, name):
    change_wishes(getattr(cast, name), bookmark="now")
    Bookmark.objects.create(person=getattr(cast, name), piece_id=topic.pk, remind_on=timezone.localdate())
    assert remind() == 1
    assert not Mail.objects.exists()
    assert brief(getattr(cast, name)) is None


def test_suspended_person_cannot_be_reminded_of_what_everybody_reads(cast):
    topic = make_topic(cast.petra, make_forum(readers=PUBLIC), title=TITLE)
    change_wishes(cast.sam, bookmark="now")
    Bookmark.objects.create(person=cast.sam, piece_id=topic.pk, remind_on=timezone.localdate())
    remind()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("when", ["now", "brief"])
def test_title_of_a_secret_group_cannot_reach_who_left_it(cast, held_mail, when):
    group = make_group(cast.petra, "secret", cast.grace)
    seat(group, cast.mia)
    due(cast, make_group_topic(group, cast.grace, "Only among ourselves"), when=when)
    write_brief(cast.mia, timezone.localdate(), timezone.now() + timedelta(seconds=1))
    leave(group, cast.mia)
    told = "".join(leave_all())
    assert "Only among ourselves" not in told
    assert group.name not in told


def test_removed_reply_cannot_be_in_a_reminder(cast, topic, held_mail):
    reply = post_reply(topic, Words.plain("Day three."), cast.reader("grace"))
    due(cast, reply)
    remove_reply(reply)
    assert not [text for text in leave_all() if "Reminder" in text]


def test_new_title_is_the_one_that_leaves(cast, topic, held_mail):
    due(cast, topic)
    Topic.objects.filter(pk=topic.pk).update(title="The same, asked better")
    (letter,) = leave_all()
    assert "The same, asked better" in letter
    assert TITLE not in letter


def test_title_of_a_reminder_that_left_is_gone_from_the_queue_when_taken_back(cast, topic):
    due(cast, topic)
    assert TITLE in Mail.objects.get().text
    take_back(topic)
    assert TITLE not in Mail.objects.get().subject + Mail.objects.get().text + Mail.objects.get().html


def test_reminder_that_was_mailed_cannot_come_again_in_the_brief(cast, topic):
    due(cast, topic)
    assert len(sent.outbox) == 1
    change_wishes(cast.mia, bookmark="brief")
    assert brief(cast.mia) is None


def test_mailed_reminder_cannot_keep_words_out_of_the_brief(cast, topic):
    follow(cast.mia, "piece", topic.pk)
    due(cast, topic)
    post_reply(topic, Words.plain("Answered at noon."), cast.reader("grace"))
    text = brief(cast.mia).text
    assert "We call on day three." in text
    assert "Answered at noon." in text


def test_day_that_comes_again_before_the_mail_left_cannot_make_two(cast, topic, held_mail):
    due(cast, topic)
    due(cast, topic)
    assert len(leave_all()) == 1


def test_two_workers_at_once_cannot_mail_it_twice(apart):
    change_wishes(apart.mia, bookmark="now")
    set_bookmark(make_topic(apart.petra, title=TITLE), apart.reader("mia"), remind_on=timezone.localdate())
    told = at_once(remind, remind)
    if not all(isinstance(number, int) for number in told):  # SQLite refused the second at once: it comes again
        remind()
    assert remind() == 0
    assert Mail.objects.filter(kind="bookmark").count() == 1
    assert Notification.objects.filter(kind="bookmark").count() == 1


def test_two_workers_at_once_cannot_send_one_mail_twice(apart, held_mail):
    due(apart, make_topic(apart.petra, title=TITLE))
    (pk,) = Mail.objects.values_list("pk", flat=True)
    at_once(lambda: mail.send(pk), lambda: mail.send(pk))
    mail.send(pk)
    assert len(sent.outbox) == 1


def test_stop_link_ends_reminders_by_mail_and_nothing_else(cast):
    path = path_of(stop_address(cast.mia.pk, "bookmark"))
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert "Stop mail about your bookmarks?" in client.get(path).text
    assert Wishes.of(cast.mia.pk).bookmark == "brief"
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    stored = Wishes.of(cast.mia.pk)
    assert (stored.bookmark, stored.brief, stored.answer) == ("never", "weekdays", "now")


def test_wish_is_on_the_page_of_mail(cast):
    client = cast.client("mia")
    form = {"brief": "weekdays", "brief_at": "390", **dict.fromkeys(Wishes.KINDS, "brief"), "bookmark": "never"}
    assert "The day of a bookmark has come" in client.get("/settings/mail/").text
    assert client.post("/settings/mail/", form).status_code == 303
    assert Wishes.of(cast.mia.pk).bookmark == "never"
    assert client.post("/settings/mail/", form | {"bookmark": "often"}).status_code == 422
    assert Wishes.of(cast.mia.pk).bookmark == "never"
