"""Topics like one that is about to be started: near ones, few, and only what the reader may read."""

from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS, MEMBERS
from collegium.discussion.actions import hide, take_back
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.search.similar import similar_topics

TITLE = "Who calls patients on day three after oral chemotherapy?"


def titles(reader, title: str = "Calling our patients after oral chemotherapy") -> list[str]:
    return [topic.title for topic in similar_topics(title, reader)]


def test_near_titles_come_first_and_one_common_word_is_not_enough(cast):
    forum = make_forum()
    make_topic(cast.petra, forum, TITLE)
    make_topic(cast.petra, forum, "Oral chemotherapy and the pharmacy")
    make_topic(cast.petra, forum, "Parking for patients", text="Calling after oral chemotherapy is another matter.")
    assert titles(cast.reader("mia")) == [TITLE, "Oral chemotherapy and the pharmacy"]


def test_never_more_than_five(cast):
    forum = make_forum()
    for number in range(8):
        make_topic(cast.petra, forum, f"Oral chemotherapy calls, part {number}")
    assert len(titles(cast.reader("mia"))) == 5


@pytest.mark.parametrize("title", ["", "the of and", "chemotherapy", '" OR -oral', "\x00", "'; DROP", "x" * 500])
def test_a_title_that_says_little_or_tries_something_finds_nothing(cast, title):
    make_topic(cast.petra, make_forum(), TITLE)
    assert titles(cast.reader("mia"), title) == []
    assert cast.client("mia").get("/search/similar/", {"title": title, "part": "1"}).status_code == 200


@pytest.mark.parametrize(("readers", "who", "found"), [
    (MEMBERS, "mia", True), (MEMBERS, "gus", False), (MEMBERS, "lars", False), (GUESTS, "gus", True), (GUESTS, "lars", True),
])  # fmt: skip
def test_who_cannot_read_a_topic_cannot_find_it(cast, readers, who, found):
    make_topic(cast.petra, make_forum(readers=readers, writers=readers), TITLE)
    for more in ({}, {"part": "1"}):
        text = cast.client(who).get("/search/similar/", {"title": "Calls on oral chemotherapy", **more}).text
        assert (TITLE in text) == found


@pytest.mark.parametrize("who", ["vera", "sam"])
def test_visitors_cannot_look(cast, who):
    make_topic(cast.petra, make_forum(), TITLE)
    answer = cast.client(who).get("/search/similar/", {"title": TITLE})
    assert answer.status_code == 403
    assert TITLE not in answer.text.replace("Who%20calls", "")


@pytest.mark.parametrize("kind", ["closed", "secret"])
def test_topics_of_a_group_cannot_be_found_from_outside(cast, kind):
    group = make_group(cast.petra, kind, cast.grace)
    make_group_topic(group, cast.grace, TITLE)
    assert titles(cast.reader("grace")) == [TITLE]
    assert titles(cast.reader("mia")) == []
    assert titles(cast.reader("ada")) == []


def test_hidden_and_taken_back_topics_cannot_be_found(cast):
    forum = make_forum()
    hide(make_topic(cast.petra, forum, TITLE), cast.mo, "Names a colleague.")
    take_back(make_topic(cast.petra, forum, "Oral chemotherapy calls"))
    assert titles(cast.reader("mia")) == titles(cast.reader("petra")) == []


def test_without_script_the_page_leads_back_with_the_title(cast):
    forum = make_forum()
    make_topic(cast.petra, forum, TITLE)
    client = cast.client("mia")
    assert f"/search/similar/?forum={forum.slug}" in client.get(f"/forums/{forum.slug}/new/").text
    page = client.get("/search/similar/", {"title": "Calls on oral chemotherapy", "forum": forum.slug}).text
    assert TITLE in page
    assert f"/forums/{forum.slug}/new/?title=Calls%20on%20oral%20chemotherapy" in page
    begun = client.get(f"/forums/{forum.slug}/new/", {"title": "Calls on oral chemotherapy"}).text
    assert 'value="Calls on oral chemotherapy"' in begun
    assert "Nothing like it was found" in client.get("/search/similar/", {"title": "Parking and lifts"}).text


def test_the_way_back_cannot_lead_elsewhere(cast):
    for slug in ("//evil.example", "../../x", "a b"):
        page = cast.client("mia").get("/search/similar/", {"title": "Calls on something", "forum": slug}).text
        assert "Start a topic with this title" not in page
