"""Whoever started a topic removes it: as a whole while nobody answered, else only their own words."""

from __future__ import annotations

import pytest

from collegium.audience.reader import reader_for
from collegium.discussion.actions import post_reply
from collegium.discussion.attachments import of_piece, of_reply
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_topic


def test_unanswered_topic_goes_as_a_whole(cast):
    topic, client = make_topic(cast.petra), cast.client("petra")
    post_reply(topic, Words.plain("One more thing of my own."), reader_for(cast.petra))
    assert "it goes as a whole" in client.get(f"/topics/{topic.pk}/remove/").text
    answer = client.post(f"/topics/{topic.pk}/remove/")
    assert (answer.status_code, answer["Location"]) == (303, "/forums/gi-oncology/")
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert topic.title not in cast.client("mia").get("/forums/").text


def test_answered_topic_keeps_its_title_and_what_others_wrote(cast):
    topic, client = make_topic(cast.petra), cast.client("petra")
    reply = post_reply(topic, Words.plain("Day five here."), reader_for(cast.mia))
    assert "Others answered it" in client.get(f"/topics/{topic.pk}/remove/").text
    assert client.post(f"/topics/{topic.pk}/remove/")["Location"] == topic.get_absolute_url()
    page = cast.client("mia").get(topic.get_absolute_url()).text
    assert "Removed by its author." in page
    assert "Day five here." in page
    assert "We call on day three." not in page
    assert of_reply(cast.reader("mia"), reply.pk) == "full"
    assert client.get(f"/topics/{topic.pk}/edit/").status_code == 403


def test_readers_cannot_have_files_or_earlier_versions_of_removed_words(cast):
    topic = make_topic(cast.petra)
    post_reply(topic, Words.plain("Day five here."), reader_for(cast.mia))
    cast.client("petra").post(f"/topics/{topic.pk}/remove/")
    assert of_piece(cast.reader("mia"), topic.pk) == "hidden"
    assert of_piece(cast.reader("mo"), topic.pk) == "full"
    assert cast.client("mia").get(f"/pieces/{topic.pk}/versions/").status_code == 404
    assert "We call on day three." in cast.client("petra").get(f"/pieces/{topic.pk}/versions/").text


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "mo", "ed", "ada"])
def test_others_cannot_remove_it(cast, who):
    topic = make_topic(cast.petra)
    assert cast.client(who).post(f"/topics/{topic.pk}/remove/").status_code == 403
    assert Topic.objects.get(pk=topic.pk).removed_at is None
