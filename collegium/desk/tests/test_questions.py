"""What waits for an answer and how soon replies come; for staff, in numbers of their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.answers.measure import first_replies, unanswered, waits_by_forum, waits_by_month
from collegium.discussion import actions
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group, make_group_topic

NOW = timezone.now()


def asked(cast, hours, title="How do you time the first call?", forum=None):
    topic = make_topic(cast.petra, forum, title)
    Piece.objects.filter(pk=topic.pk).update(published_at=NOW - timedelta(hours=hours))
    return topic


def answered(cast, topic, after, who="mia"):
    """A reply so many hours after the question."""
    reply = actions.post_reply(topic, Words.plain("On day two."), cast.reader(who))
    at = Piece.objects.get(pk=topic.pk).published_at + timedelta(hours=after)
    Reply.objects.filter(pk=reply.pk).update(created_at=at)
    return reply


def waits(cast):
    return waits_by_forum(first_replies(cast.reader("ed"), NOW - timedelta(days=400)), NOW)


def test_staff_see_what_waits_longest_first(cast):
    asked(cast, 5, "A question of this morning")
    asked(cast, 31, "A question of yesterday")
    page = cast.client("ed").get("/desk/questions/").text
    assert page.index("A question of yesterday") < page.index("A question of this morning")
    assert "31 h" in page


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "mia", "petra"])
def test_others_cannot_open_it(cast, who):
    assert cast.client(who).get("/desk/questions/").status_code == (403 if who == "vera" else 404)


def test_share_within_a_day_and_median_count_the_unanswered(cast):
    for hours, after in ((60, 2), (50, 10), (40, 30), (30, None), (2, None)):
        topic = asked(cast, hours, f"A question {hours} hours old")
        if after:
            answered(cast, topic, after)
    [line] = waits(cast)
    assert (line.asked, line.in_a_day, line.share, line.median) == (4, 2, 50, 10)  # the youngest does not count yet
    assert "50%" in cast.client("ed").get("/desk/questions/").text


def test_hidden_removed_held_and_own_replies_cannot_count(cast):
    topic = asked(cast, 60)
    answered(cast, topic, 1, "petra")
    actions.hide(answered(cast, topic, 2), cast.mo, "Names a patient.")
    actions.remove_reply(answered(cast, topic, 3, "grace"))
    Reply.objects.filter(pk=answered(cast, topic, 4, "otto").pk).update(held_at=NOW)
    assert waits(cast)[0].median is None
    answered(cast, topic, 6, "ed")
    assert waits(cast)[0].median == 6


def test_archives_and_topics_of_groups_cannot_count(cast):
    Topic.objects.filter(pk=asked(cast, 60).pk).update(origin="list:1")
    group = make_group(cast.otto, "open", cast.grace)
    make_group_topic(group, cast.grace, "A question of a group")
    assert waits(cast) == []
    assert list(unanswered(cast.reader("ed"))) == []


def test_each_month_has_its_line(cast):
    answered(cast, asked(cast, 24 * 70, "An old question of mine"), 1)
    answered(cast, asked(cast, 30), 1)
    lines = waits_by_month(first_replies(cast.reader("ed"), NOW - timedelta(days=400)), NOW)
    assert [line.share for line in lines] == [100, 100]
    assert lines[0].month < lines[1].month
    assert cast.client("ed").get("/desk/questions/").text.count("<rect") == 2


def test_the_number_of_queries_does_not_grow(cast, django_assert_max_num_queries):
    client = cast.client("ed")
    for number in range(12):
        answered(cast, asked(cast, 40, f"Question {number} of many", make_forum(f"Forum {number}")), 1)
        asked(cast, 30, f"Waiting {number} of many")
    client.get("/desk/questions/")
    with django_assert_max_num_queries(14):
        client.get("/desk/questions/")
