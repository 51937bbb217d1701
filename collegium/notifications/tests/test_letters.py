"""Mail at once: who gets it, with what words, and who cannot."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.test import Client
from django.utils import timezone

from collegium.audience.actions import end
from collegium.audience.models import Standing
from collegium.conversations.actions import begin
from collegium.discussion import actions as words
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.notifications.actions import change_wishes
from collegium.notifications.letters import stop_address
from collegium.notifications.models import Wishes
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.outbox.tasks import send_mail
from collegium.people.actions import follow


def reply(topic, cast, name, text="Day three, by telephone."):
    return post_reply(topic, Words.plain(text), cast.reader(name))


def test_titles_with_line_breaks_cannot_write_lines_of_the_mail(cast):
    reply(make_topic(cast.petra, title="First\r\n\r\ncall\u2028again"), cast, "mia")
    (letter,) = sent.outbox
    assert letter.subject == "Re: First call again"
    assert "answered in “First call again”" in letter.body.splitlines()[0]


@pytest.fixture
def held_mail(monkeypatch):
    """Mail is written and not sent until `mail.send`."""
    monkeypatch.setattr(type(send_mail), "enqueue", lambda self, *args, **kwargs: None)


def test_answer_goes_at_once_with_its_words(cast):
    topic = make_topic(cast.petra)
    said = reply(topic, cast, "mia")
    (letter,) = sent.outbox
    assert letter.to == ["petra@example.org"]
    assert letter.subject == "Re: How do you time the first call?"
    assert "Day three, by telephone." in letter.body
    assert f"/replies/{said.pk}/" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Day three" in letter.alternatives[0][0]


def test_replies_where_one_follows_cannot_come_at_once_unless_wished(cast):
    topic = make_topic(cast.petra)
    follow(cast.grace, "piece", topic.pk)
    reply(topic, cast, "mia")
    assert [letter.to for letter in sent.outbox] == [["petra@example.org"]]
    change_wishes(cast.grace, reply="now")
    change_wishes(cast.petra, answer="never")
    reply(topic, cast, "mia")
    assert [letter.to for letter in sent.outbox[1:]] == [["grace@example.org"]]


def test_who_may_not_read_cannot_get_mail(cast):
    topic = make_topic(cast.petra)
    for name in ("gus", "lars", "sam"):
        follow(getattr(cast, name), "piece", topic.pk)
        change_wishes(getattr(cast, name), reply="now")
    reply(topic, cast, "mia")
    assert [letter.to for letter in sent.outbox] == [["petra@example.org"]]


def test_mail_cannot_leave_when_access_ended_meanwhile(cast, held_mail):
    topic = make_topic(cast.petra)
    reply(topic, cast, "mia")
    end(cast.petra, Standing.Kind.MEMBER)
    waiting = Mail.objects.get()
    mail.send(waiting.pk)
    waiting.refresh_from_db()
    assert sent.outbox == []
    assert waiting.dropped_at
    assert waiting.text == ""


@pytest.mark.parametrize("deed", ["take_back", "remove", "hide", "unwish", "pause"])
def test_mail_cannot_leave_when_words_or_wishes_went(cast, held_mail, deed):
    said = reply(make_topic(cast.petra), cast, "mia")
    if deed == "take_back":
        words.take_back(said)
    elif deed == "remove":
        words.remove_reply(said)
    elif deed == "hide":
        words.hide(said, cast.mo, "Names a patient.")
    elif deed == "unwish":
        change_wishes(cast.petra, answer="brief")
    else:
        change_wishes(cast.petra, paused_until=timezone.localdate() + timedelta(days=2))
    mail.send(Mail.objects.get().pk)
    assert sent.outbox == []


def test_first_message_of_a_stranger_is_mailed_without_its_words(cast):
    begin([cast.mia], Words.plain("Unasked-for words."), cast.reader("grace"))
    (letter,) = sent.outbox
    assert letter.subject == "Grace Penhaligon, PA-C would like to write to you"
    assert "Unasked-for" not in letter.body


def test_stop_link_asks_once_and_works_signed_out(cast):
    reply(make_topic(cast.petra), cast, "mia")
    path = re.search(r"https?://[^/]+(/mail/stop/\S+/)", sent.outbox[0].body)[1]
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert "Stop mail when you are answered?" in client.get(path).text
    assert Wishes.of(cast.petra.pk).answer == "now"
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Wishes.of(cast.petra.pk).answer == "brief"
    assert Wishes.of(cast.petra.pk).mention == "now"


def test_forged_stop_link_cannot_change_anything(cast):
    path = stop_address(cast.petra.pk, "answer").split("localhost")[-1].partition("/mail")[2]
    forged = "/mail" + path[:-4] + "xyz/"
    assert cast.client("vera").post(forged).status_code == 404
    assert Wishes.of(cast.petra.pk).answer == "now"


def test_wishes_are_stored_and_wrong_ones_are_refused(cast):
    client = cast.client("mia")
    form = {"brief": "weekly", "brief_at": "720", "keys": "", **dict.fromkeys(Wishes.KINDS, "never")}
    assert client.post("/settings/mail/", form).status_code == 303
    stored = Wishes.of(cast.mia.pk)
    assert (stored.brief, stored.brief_at, stored.reply, stored.no_keys) == ("weekly", 720, "never", True)
    answer = client.post("/settings/mail/", form | {"paused_until": "2001-01-01"})
    assert answer.status_code == 422
    assert "This day has come." in answer.text
    assert client.get("/settings/mail/").status_code == 200


def test_keys_can_be_switched_off_and_home_remembers_it(cast):
    client = cast.client("mia")
    form = {"brief": "never", "brief_at": "390", **dict.fromkeys(Wishes.KINDS, "brief")}
    assert client.post("/settings/mail/", form).cookies["keys"].value == "off"
    assert cast.client("mia").get("/").cookies["keys"].value == "off"
    assert client.post("/settings/mail/", form | {"keys": "on"}).cookies["keys"].value == ""
    assert "keys" not in cast.client("mia").get("/").cookies
