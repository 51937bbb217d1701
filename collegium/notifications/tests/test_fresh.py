"""`/live/counts/?piece=…&after=…`: what came while somebody reads, as far as they may read it."""

from __future__ import annotations

import pytest

from collegium.audience import actions as audience
from collegium.audience.models import GUESTS, PUBLIC
from collegium.conversations.actions import block
from collegium.conversations.tests.factory import write
from collegium.discussion.actions import hide, post_reply, remove_reply, take_back
from collegium.discussion.words import Words
from collegium.forums.actions import open_to_guests
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group, make_group_topic, seat


def here(cast, who: str, topic, after: int = 0) -> int:
    return cast.client(who).get(f"/live/counts/?piece={topic.pk}&after={after}").json()["here"]


def reply(cast, topic, who: str = "grace"):
    return post_reply(topic, Words.plain("The nurse, by telephone."), cast.reader(who))


def test_others_replies_after_the_number_are_counted(cast):
    topic = make_topic(cast.petra)
    for who in ("grace", "mia", "grace"):
        reply(cast, topic, who)
    assert [here(cast, "mia", topic, after) for after in (0, 1, 2, 3)] == [2, 1, 1, 0]
    assert here(cast, "grace", topic) == 1
    page = cast.client("mia").get(topic.get_absolute_url()).text
    assert f'data-of="piece={topic.pk}&amp;after=3"' in page


@pytest.mark.parametrize("who", ["gus", "lars"])
def test_who_cannot_read_a_topic_cannot_learn_that_it_moves(cast, who):
    topic = make_topic(cast.petra)
    reply(cast, topic)
    assert here(cast, who, topic) == 0
    assert cast.client(who).get("/live/counts/?piece=999999&after=0").json()["here"] == 0
    assert here(cast, "mia", topic) == 1


@pytest.mark.parametrize("kind", ["closed", "secret"])
def test_who_left_a_group_cannot_learn_that_its_topic_moves(cast, kind):
    group = make_group(cast.petra, kind, cast.grace)
    seat(group, cast.mia)
    topic = make_group_topic(group, cast.grace)
    reply(cast, topic)
    assert here(cast, "mia", topic) == 1
    audience.let_out(cast.mia, group.audience)
    assert here(cast, "mia", topic) == 0


def test_narrower_hidden_removed_and_held_replies_cannot_be_counted(cast):
    topic = make_topic(cast.petra)
    reply(cast, topic)
    open_to_guests(topic, writing=True)
    topic.refresh_from_db()
    assert here(cast, "gus", topic) == 0
    gone = [reply(cast, topic) for _time in range(4)]
    assert here(cast, "gus", topic) == 4
    hide(gone[0], cast.mo, "Names a colleague.")
    remove_reply(gone[1])
    take_back(gone[2])
    reply(cast, topic, "nina")  # a guest's first words wait
    assert (here(cast, "gus", topic), here(cast, "mia", topic)) == (1, 2)


def test_a_page_cannot_tell_that_somebodys_words_wait(cast):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS, writers=GUESTS))
    reply(cast, topic)
    reply(cast, topic, "nina")
    for who, last in (("mia", 1), ("mo", 2), ("nina", 2)):
        assert f"piece={topic.pk}&amp;after={last}" in cast.client(who).get(topic.get_absolute_url()).text


def test_a_lapse_is_felt_at_the_next_look(cast):
    topic = make_topic(cast.petra)
    reply(cast, topic)
    assert here(cast, "mia", topic) == 1
    audience.end(cast.mia, "member")
    assert here(cast, "mia", topic) == 0


def test_messages_are_counted_for_who_is_in_the_conversation(cast):
    talk = write(cast.grace, cast.mia, text="Are you there?").conversation

    def count(who: str) -> int:
        return cast.client(who).get(f"/live/counts/?conversation={talk.pk}&after=0").json()["here"]

    assert [count(who) for who in ("mia", "grace", "otto", "mo", "ada")] == [1, 0, 0, 0, 0]
    assert f'data-of="conversation={talk.pk}&amp;after=1"' in cast.client("mia").get(talk.get_absolute_url()).text
    block(cast.mia, cast.grace)
    assert count("mia") == 0


@pytest.mark.parametrize(
    "query",
    ["piece=1", "piece=x&after=0", "after=3", "piece=-1&after=0", "piece=1&after=%00", "conversation=²&after=1"],
)
def test_rubbish_asks_nothing(cast, query):
    assert "here" not in cast.client("mia").get(f"/live/counts/?{query}").json()


def test_visitors_and_previews_cannot_listen(cast):
    topic = make_topic(cast.petra, make_forum(readers=PUBLIC, writers=GUESTS))
    assert 'data-behaviour="fresh"' not in cast.client("vera").get(topic.get_absolute_url()).text
    preview = cast.client("mia").get(f"{topic.get_absolute_url()}?as=guest")["Content-Security-Policy"]
    assert preview.endswith("script-src http://localhost:8000/static/web/behaviours/theme.js")  # and no other
    assert 'data-behaviour="fresh"' in cast.client("gus").get(topic.get_absolute_url()).text
    assert cast.client("vera").get(f"/live/counts/?piece={topic.pk}&after=0").status_code == 403
