"""Own words taken back for a patient's sake: gone everywhere, a stub stays."""

from __future__ import annotations

import pytest

from collegium.discussion import actions
from collegium.discussion.models import Mention, Reply, Revision
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.outbox import audit, mail
from collegium.outbox.models import Mail


@pytest.fixture
def reply(cast):
    topic = make_topic(cast.petra)
    cast.client("mia").post(f"/pieces/{topic.pk}/replies/", {"body": "The patient of @grace lives nearby."})
    row = Reply.objects.get()
    actions.edit(row, Words.plain("The patient lives nearby."), cast.reader("mia"))
    return row


def test_words_are_erased_everywhere_and_the_place_stays(cast, reply):
    mail.queue(cast.otto, "reply", "A reply", "The patient lives nearby.", about=("reply", reply.pk))
    client = cast.client("mia")
    assert client.post(f"/take-back/reply/{reply.pk}/").status_code == 303
    reply.refresh_from_db()
    assert (reply.body, reply.text, reply.words) == ("", "", 0)
    assert not Revision.objects.exists()
    assert not Mention.objects.exists()
    assert not Mail.objects.filter(text__contains="nearby").exists()
    assert audit.about("reply", reply.pk)[0].what == "took own words back"
    page = cast.client("mo").get(reply.piece.get_absolute_url()).text
    assert "Taken back to protect a patient." in page
    assert "nearby" not in page


def test_own_topic_is_taken_back_with_its_title(cast):
    topic = make_topic(cast.mia, title="The case of somebody we know")
    assert cast.client("mia").post(f"/take-back/piece/{topic.pk}/").status_code == 303
    topic.refresh_from_db()
    page = cast.client("mia").get(topic.get_absolute_url())
    assert page.status_code == 200
    assert "somebody we know" not in page.text


def test_it_asks_once_before_it_erases(cast, reply):
    page = cast.client("mia").get(f"/take-back/reply/{reply.pk}/")
    assert "cannot be restored" in page.text
    reply.refresh_from_db()
    assert reply.text


@pytest.mark.parametrize("who", ["vera", "gus", "grace", "petra", "mo"])
def test_words_of_others_cannot_be_taken_back_here(cast, reply, who):
    assert cast.client(who).post(f"/take-back/reply/{reply.pk}/").status_code == 403
    reply.refresh_from_db()
    assert reply.text == "The patient lives nearby."


def test_what_was_taken_back_cannot_be_taken_back_again(cast, reply):
    actions.take_back(reply)
    assert cast.client("mia").post(f"/take-back/reply/{reply.pk}/").status_code == 403
