"""Home: each reader finds what is theirs, and nothing that is not."""

from __future__ import annotations

import pytest

from collegium.audience.models import PUBLIC
from collegium.forums.tests.factory import make_forum, make_topic


@pytest.mark.parametrize("name", ["vera", "gus", "mia", "lars", "sam"])
def test_home_answers_everybody(cast, name):
    assert cast.client(name).get("/").status_code == 200


@pytest.mark.parametrize("name", ["vera", "gus", "lars", "sam"])
def test_others_cannot_see_members_topics_on_home(cast, name):
    topic = make_topic(cast.petra)
    assert topic.title not in cast.client(name).get("/").text
    assert topic.title in cast.client("mia").get("/").text


def test_visitor_finds_public_topics_and_how_to_join(cast):
    topic = make_topic(cast.petra, make_forum("Open door", PUBLIC, PUBLIC), "What everybody may read here")
    page = cast.client("vera").get("/").text
    assert topic.title in page
    assert "/join/" in page
