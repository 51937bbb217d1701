"""Changing own words: kept versions, rich words never flattened, nothing overwritten."""

from __future__ import annotations

import pytest

from collegium.discussion import actions
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic


@pytest.fixture
def reply(cast):
    return actions.post_reply(make_topic(cast.petra), Words.plain("First words."), cast.reader("mia"))


def test_plain_words_are_edited_as_plain_text(cast, reply):
    client = cast.client("mia")
    assert ">\nFirst words.</textarea>" in client.get(f"/replies/{reply.pk}/edit/").text
    assert client.post(f"/replies/{reply.pk}/edit/", {"body": "Better words.", "version": 1}).status_code == 303
    reply.refresh_from_db()
    assert (reply.text, reply.version) == ("Better words.", 2)
    assert [old.body for old in reply.revisions.all()] == ["<p>First words.</p>"]


@pytest.mark.parametrize(
    "sent", ["Two  spaces, “quotes” and 'others' & <signs>.\nhttps://example.org/a?b=1&c=2.\n\nThe end. "]
)
def test_plain_words_are_plain_however_they_are_escaped(cast, reply, sent):
    for words in (Words.plain(sent), Words.rich(Words.plain(sent).body)):
        actions.edit(reply, words, cast.reader("mia"))
        assert 'name="body_format" value="plain"' in cast.client("mia").get(f"/replies/{reply.pk}/edit/").text


@pytest.mark.parametrize(
    "body",
    [
        '<p>See <a href="https://example.org/x" rel="nofollow ugc noopener">this page</a>.</p>',
        '<p><a href="mailto:desk@example.org" rel="nofollow ugc noopener">desk@example.org</a></p>',
        '<p>In <a href="https://example.org/" rel="nofollow ugc noopener">https://example.com/</a>.</p>',
    ],
)
def test_a_link_on_words_is_not_lost_by_an_edit(cast, reply, body):
    actions.edit(reply, Words.rich(body), cast.reader("mia"))
    page = cast.client("mia").get(f"/replies/{reply.pk}/edit/").text
    assert 'name="body_format" value="html"' in page
    assert "&lt;a href=" in page


def test_rich_words_stay_as_they_are_without_script(cast, reply):
    body = "<ul><li>one</li><li>two</li></ul>"
    actions.edit(reply, Words.rich(body), cast.reader("mia"))
    page = cast.client("mia").get(f"/replies/{reply.pk}/edit/").text
    assert 'name="body_format" value="html"' in page
    assert "<noscript>" in page
    assert 'class="needs-script"' in page
    cast.client("mia").post(f"/replies/{reply.pk}/edit/", {"body": body, "body_format": "html", "more": "And three."})
    reply.refresh_from_db()
    assert reply.body == body + "<p>And three.</p>"


def test_second_editor_cannot_overwrite_and_is_shown_the_difference(cast, reply):
    actions.edit(reply, Words.plain("Saved meanwhile."), cast.reader("mia"))
    answer = cast.client("mia").post(f"/replies/{reply.pk}/edit/", {"body": "My version.", "version": 1})
    assert answer.status_code == 422
    assert "<del>Saved meanwhile.</del>" in answer.text
    assert "<ins>My version.</ins>" in answer.text
    assert 'name="version" value="2"' in answer.text
    reply.refresh_from_db()
    assert reply.text == "Saved meanwhile."


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("grace", 403), ("mo", 403), ("ada", 403), ("gus", 403)])
def test_others_cannot_edit(cast, reply, who, status):
    answer = cast.client(who).post(f"/replies/{reply.pk}/edit/", {"body": "Not mine."})
    assert answer.status_code == status
    reply.refresh_from_db()
    assert reply.text == "First words."


def test_what_was_taken_back_cannot_be_edited(cast, reply):
    actions.take_back(reply)
    assert cast.client("mia").get(f"/replies/{reply.pk}/edit/").status_code == 403


def test_words_cannot_be_edited_without_end(cast, reply, settings):
    settings.RATE_LIMITS = {"edit": ("2/h", "1/h")}
    address, client = f"/replies/{reply.pk}/edit/", cast.client("mia")
    answers = [client.post(address, {"body": f"Version {n}."}) for n in (1, 2, 3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Version 3." in answers[2].text
    assert client.get(address).status_code == 200
