"""Cards in the brief by mail: for who follows the topic and may read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.answers.tests.factory import WORDS, make_card
from collegium.audience.actions import grant
from collegium.brief.letter import letter_of
from collegium.forums.tests.factory import make_topic
from collegium.people.actions import follow


def letter(person):
    now = timezone.now() + timedelta(seconds=1)
    return letter_of(person, now - timedelta(hours=1), now)


def test_who_follows_the_topic_has_the_card_in_the_brief(cast):
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    make_card(topic)
    brief = letter(cast.mia)
    assert WORDS["answer"] in brief.text
    assert "Four sites call on day two." in brief.html


@pytest.mark.parametrize("who", ["otto", "petra"])
def test_who_does_not_follow_or_wrote_it_cannot_have_it_there(cast, who):
    topic = make_topic(cast.petra)
    make_card(topic)
    brief = letter(getattr(cast, who))
    assert brief is None or WORDS["answer"] not in brief.text


def test_suspended_follower_cannot_have_it(cast):
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    make_card(topic)
    grant(cast.mia, "suspended")
    assert letter(cast.mia) is None
