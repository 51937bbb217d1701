"""One thing in the queue: the words with set context, and every look at private talk logged."""

from __future__ import annotations

import pytest

from collegium.discussion.words import Words
from collegium.files.actions import store
from collegium.files.tests.factory import make_picture
from collegium.forums.tests.factory import make_topic
from collegium.moderation import actions
from collegium.moderation.tests.factory import make_held, make_private, make_reply, make_report
from collegium.moderation.things import readable
from collegium.outbox import audit


def item(reply):
    return f"/desk/reports/reply/{reply.pk}/"


def test_moderator_sees_words_reports_and_what_the_check_sees(cast):
    reply = make_reply(cast.otto, topic=make_topic(cast.petra), text="My patient, born 7/2/1968, was referred late.")
    make_report(reply, cast.mia, "patient")
    page = cast.client("mo").get(item(reply)).text
    assert "It identifies a patient" in page
    assert '<mark class="risk">7/2/1968</mark>' in page
    assert "1 contribution · nothing hidden" in page


def test_held_words_can_be_released_or_hidden(cast):
    page = cast.client("mo").get(item(make_held(cast.nina, cast.petra))).text
    assert "Waits; nobody has seen it." in page
    assert 'value="release"' in page
    assert 'value="hide"' in page


def test_hidden_words_can_still_be_taken_back_and_not_hidden_again(cast):
    reply = make_reply(cast.otto, topic=make_topic(cast.petra), text="My patient, born 7/2/1968, was referred late.")
    make_report(reply, cast.mia, "patient")
    client = cast.client("mo")
    client.post(f"{item(reply)}decide/", {"act": "hide", "reason": "A date of birth."})
    page = client.get(item(reply)).text
    assert 'value="hide"' not in page
    assert 'value="take-back"' in page
    client.post(f"{item(reply)}decide/", {"act": "take-back", "reason": "A date of birth."})
    reply.refresh_from_db()
    assert "1968" not in reply.body + reply.text
    assert 'value="take-back"' not in client.get(item(reply)).text


def test_reported_private_talk_opens_with_set_context_and_is_logged(cast):
    reply = make_private(cast.grace, cast.closed)
    make_report(reply, cast.grace)
    page = cast.client("ada").get(item(reply)).text
    assert "Said in private." in page
    assert "Said before." in page
    line = audit.about("reply", reply.pk)[0]
    assert (line.by, line.what) == (cast.ada, "looked at a reported private thing")


def test_private_talk_that_nobody_reported_cannot_be_opened(cast):
    reply = make_private(cast.grace, cast.closed)
    for who in ("mo", "ada"):
        client = cast.client(who)
        assert client.get(item(reply)).status_code == 404
        assert client.post(item(reply) + "decide/", {"act": "hide", "reason": "Because."}).status_code == 404
    reply.refresh_from_db()
    assert reply.hidden_at is None


@pytest.mark.parametrize("who", ["mia", "gus", "ed", "otto"])
def test_others_cannot_open_an_item(cast, who):
    reply = make_reply(cast.otto)
    make_report(reply, cast.mia)
    assert cast.client(who).get(item(reply)).status_code == 404


def test_what_is_not_there_cannot_be_opened(cast):
    for address in ("/desk/reports/reply/999999/", "/desk/reports/nothing/1/"):
        assert cast.client("mo").get(address).status_code == 404


@pytest.fixture
def message(cast):
    from collegium.conversations.actions import begin, send

    first = begin([cast.otto], Words.plain("Earlier words."), cast.reader("mia"))
    send(first.conversation, Words.plain("Between them."), cast.reader("mia"))
    return send(first.conversation, Words.plain("Reported words."), cast.reader("mia"))


def test_reported_message_opens_with_what_stands_before_it_and_is_logged(cast, message):
    actions.report(readable("message", message.pk, cast.reader("otto")), cast.otto, "harassment")
    page = cast.client("mo").get(f"/desk/reports/message/{message.pk}/").text
    assert "Reported words." in page
    assert "Between them." in page
    assert audit.about("message", message.pk)[0].by == cast.mo
    cast.client("mo").post(f"/desk/reports/message/{message.pk}/decide/", {"act": "hide", "reason": "An attack."})
    message.refresh_from_db()
    assert message.hidden_reason == "An attack."


def test_message_that_nobody_reported_cannot_be_opened(cast, message):
    for who in ("mo", "ada"):
        assert cast.client(who).get(f"/desk/reports/message/{message.pk}/").status_code == 404


def test_pictures_of_a_reported_message_open_with_it_and_cannot_before_or_for_others(cast, settings, tmp_path):
    from collegium.conversations.actions import begin, send

    settings.MEDIA_ROOT = tmp_path / "files"
    talk, files = None, []
    for number in range(4):
        file = store(make_picture(), f"{number}.jpg", cast.mia)
        words = Words.rich(f'<p>Look.</p><figure><img src="{file.url}" alt="" data-file="{file.pk}"></figure>')
        sent = send(talk, words, cast.reader("mia")) if talk else begin([cast.otto], words, cast.reader("mia"))
        talk, files = sent.conversation, [*files, file]
    client = cast.client("mo")

    def answers(by):
        return [by.get(file.url).status_code for file in files]

    assert answers(client) == [404] * 4
    actions.report(readable("message", sent.pk, cast.reader("otto")), cast.otto, "harassment")
    assert answers(client) == [404] * 4
    page = client.get(f"/desk/reports/message/{sent.pk}/").text
    assert [file.url in page for file in files] == [False, True, True, True]
    assert answers(client) == [404, 200, 200, 200]
    for who in ("ada", "grace", "vera"):
        assert answers(cast.client(who)) == [404] * 4, who


@pytest.mark.parametrize("who", ["grace", "mo", "ada", "gus"])
def test_message_of_others_cannot_be_reported(cast, message, who):
    assert cast.client(who).get(f"/report/?kind=message&id={message.pk}").status_code == 404
