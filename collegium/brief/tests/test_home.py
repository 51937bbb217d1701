"""Home: the round of each of the cast, what it costs, how it empties, and what nobody may see there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.brief.home import home_of
from collegium.brief.models import Visit
from collegium.brief.tests.factory import give_office, visited
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Piece, ReadMark, Reply
from collegium.discussion.words import Words
from collegium.forums.actions import start_group_topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group
from collegium.people.actions import follow, mute
from collegium.search.tests.factory import make_post
from collegium.web import versions

LONG = "word " * 700


@pytest.fixture
def friday(cast):
    """Everybody's previous visit began three days ago, the present one just now."""
    for name in ("mia", "gus", "grace", "mo", "lars"):
        visited(getattr(cast, name))


def reply(topic, who, text="Day three."):
    return post_reply(topic, Words.plain(text), who)


def test_round_holds_leaders_posts_and_what_moved_with_exact_minutes(cast, friday):
    give_office(cast.petra)
    make_post(cast.petra, "Eleven hours on hold", LONG, readers=PUBLIC)
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    Piece.objects.filter(pk=topic.pk).update(published_at=timezone.now() - timedelta(days=9))
    for number in range(4):
        reply(topic, cast.reader("grace"), f"Reply {number}.")
    home = home_of(cast.reader("mia"))
    assert [item.piece.title for item in home.round.posts] == ["Eleven hours on hold"]
    assert [(item.new.count, item.is_fresh) for item in home.topics] == [(4, False)]
    assert home.total_minutes == 4 + 1  # 700 words / 230 rounded up; a few words are one minute
    assert home.sentence.striptags() == "One leader posted and one topic you follow moved."
    page = cast.client("mia").get("/").text
    assert "About 5 minutes, then you are done." in page
    assert "0 of 2 seen" in page
    assert "4 new" in page
    assert "That is everything since" in page


def test_opening_takes_an_item_out_and_it_counts_as_seen(cast, friday):
    give_office(cast.petra)
    post = make_post(cast.petra, readers=PUBLIC)
    topic = make_topic(cast.petra)
    follow(cast.mia, "forum", topic.forum_id)
    visited(cast.mia)
    client = cast.client("mia")
    assert "0 of 2 seen" in client.get("/").text
    User.objects.filter(pk=cast.mia.pk).update(start_of_reading=timezone.now() - timedelta(days=99))
    type(visited(cast.mia)).objects.filter(pk=cast.mia.pk).update(started_at=timezone.now())
    assert client.get(post.get_absolute_url()).status_code == 200
    assert "1 of 2 seen" in client.get("/").text
    client.get(topic.get_absolute_url())
    page = client.get("/").text
    assert "2 of 2 seen" in page
    assert "You are done." in page


def test_mark_all_as_seen_empties_the_round(cast, friday):
    give_office(cast.petra)
    make_post(cast.petra, readers=PUBLIC)
    topic = make_topic(cast.petra)
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast.reader("grace"))
    client = cast.client("mia")
    assert home_of(cast.reader("mia")).round.unseen == 2
    assert client.get("/seen/").status_code == 405
    assert home_of(cast.reader("mia")).round.unseen == 2
    assert client.post("/seen/").status_code == 303
    assert home_of(cast.reader("mia")).round.unseen == 0
    assert "You are done." in client.get("/").text


def test_visitor_cannot_mark_anything(cast):
    assert cast.client("vera").post("/seen/").status_code == 403


def test_round_is_fixed_at_the_start_of_the_visit(cast, friday):
    give_office(cast.petra)
    visited(cast.mia, began=0.01)
    make_post(cast.petra, readers=PUBLIC)
    assert home_of(cast.reader("mia")).round.unseen == 0
    visited(cast.mia)
    assert home_of(cast.reader("mia")).round.unseen == 1


def test_posts_of_who_holds_no_office_are_not_in_the_round_unless_followed(cast, friday):
    post = make_post(cast.petra, readers=PUBLIC)
    assert home_of(cast.reader("mia")).round.unseen == 0
    follow(cast.mia, "blog", post.blog_id)
    assert home_of(cast.reader("mia")).round.unseen == 1


def test_budget_shows_what_fits_and_says_what_waits(cast, friday):
    give_office(cast.petra)
    for number in range(3):
        make_post(cast.petra, f"Post number {number}", LONG, readers=PUBLIC)
    home = home_of(cast.reader("mia"), 3)
    assert (len(home.round.posts), home.later, home.later_minutes) == (1, 2, 8)
    page = cast.client("mia").get("/?minutes=3").text
    assert "2 more things, about 8 minutes, wait for another time." in page
    assert "That is everything" not in page
    assert len(home_of(cast.reader("mia"), 10).round.posts) == 2


def test_three_minutes_cannot_be_spent_on_five_while_something_fits(cast, friday):
    give_office(cast.petra)
    make_post(cast.petra, "Short enough", "A few words.", readers=PUBLIC)
    make_post(cast.petra, "The long one", LONG, readers=PUBLIC)
    home = home_of(cast.reader("mia"), 3)
    assert [item.piece.title for item in home.round.posts] == ["Short enough"]
    assert (home.later, home.later_minutes) == (1, 4)


def test_own_words_cannot_be_news_to_their_author(cast, friday):
    give_office(cast.petra)
    visited(cast.petra)
    make_post(cast.petra, readers=PUBLIC)
    topic = make_topic(cast.petra)
    follow(cast.petra, "piece", topic.pk)
    reply(topic, cast.reader("petra"))
    assert home_of(cast.reader("petra")).round.unseen == 0


@pytest.mark.parametrize("name", ["vera", "gus", "lars"])
def test_home_cannot_tell_what_somebody_may_not_read(cast, friday, name):
    give_office(cast.petra)
    make_post(cast.petra, "Gated thoughts", "Unspeakable body.", readers=MEMBERS)
    topic = make_topic(cast.mia, make_forum(readers=MEMBERS), "Only among members here")
    if name != "vera":
        follow(getattr(cast, name), "piece", topic.pk)
        follow(getattr(cast, name), "forum", topic.forum_id)
    reply(topic, cast.reader("mo"))
    page = cast.client(name).get("/").text
    assert "Only among members here" not in page
    assert "Unspeakable" not in page
    assert "1 new" not in page
    if name != "vera":
        assert home_of(cast.reader(name)).round.total == 0


def test_guest_cannot_count_replies_among_members_in_an_opened_topic(cast, friday):
    from collegium.forums.actions import open_to_guests

    topic = make_topic(cast.petra, text="A question.")
    reply(topic, cast.reader("mia"), LONG)
    open_to_guests(topic)
    topic.refresh_from_db()
    reply(topic, cast.reader("mia"), "For guests too.")
    follow(cast.gus, "piece", topic.pk)
    Piece.objects.filter(pk=topic.pk).update(published_at=timezone.now() - timedelta(days=9))
    home = home_of(cast.reader("gus"))
    assert [(item.new.count, item.minutes) for item in home.topics] == [(1, 1)]


def test_groups_count_for_their_people_only(cast, friday):
    group = Group.objects.create(
        kind="closed", name="Registry circle", slug="registry", audience=cast.closed, confirmed_at=timezone.now()
    )
    from collegium.forums.models import Topic

    topic = Topic(group=group, title="Denominators", slug="denominators", readers=cast.closed, writers=cast.closed)
    topic.author, topic.byline, topic.text = cast.petra, {"name": "Petra", "credentials": ""}, "x"
    topic.published_at = topic.moved_at = timezone.now() - timedelta(hours=1)
    topic.save()
    assert [group.new for group in home_of(cast.reader("grace")).groups] == [1]
    assert "Denominators" in cast.client("grace").get("/").text
    assert home_of(cast.reader("mia")).groups == []
    assert "Registry circle" not in cast.client("mia").get("/").text


def test_group_is_one_thing_until_all_of_it_was_opened(cast, friday):
    group = Group.objects.create(
        kind="closed", name="Registry circle", slug="registry", audience=cast.closed, confirmed_at=timezone.now()
    )
    topics = [start_group_topic(group, f"Count {n}", Words.plain("x"), cast.reader("grace")) for n in (1, 2, 3)]
    Piece.objects.update(published_at=timezone.now() - timedelta(days=9), author=cast.petra)
    for topic in topics[:2]:
        post_reply(topic, Words.plain("How do you count?"), cast.reader("grace"))
    Reply.objects.update(author=cast.petra, created_at=timezone.now() - timedelta(hours=1))
    ReadMark.objects.all().delete()
    Visit.objects.filter(pk=cast.grace.pk).update(started_at=timezone.now())
    client, seen = cast.client("grace"), []
    seen.append(re.findall(r"\d of \d seen", client.get("/").text))
    for topic in topics[:2]:
        client.get(topic.get_absolute_url())
        seen.append(re.findall(r"\d of \d seen", client.get("/").text))
    assert seen == [["0 of 1 seen"], ["0 of 1 seen"], ["1 of 1 seen"]]


def test_visitor_is_led_to_the_leaders_and_to_joining(cast):
    give_office(cast.petra)
    make_post(cast.petra, "Eleven hours on hold", readers=PUBLIC, deck="What it took.")
    make_topic(cast.petra, make_forum("Open forum", readers=PUBLIC), "Open to the world")
    page = cast.client("vera").get("/").text
    assert page.index("Eleven hours on hold") < page.index("Open to the world")
    assert '<meta name="description" content="' in page
    for words in ("Petra Halvorsen, MD, MMSc", "President", "/join/", "/accounts/login/"):
        assert words in page


def test_unanswered_questions_are_those_of_the_specialty_when_there_are_any(cast, friday):
    from collegium.people.actions import change_profile
    from collegium.people.models import Specialty

    make_topic(cast.petra, make_forum("Practice"), "Who staffs the changeovers?")
    assert home_of(cast.reader("mia")).waiting.why == "Waiting for an answer"
    make_topic(cast.petra, make_forum("Hematology"), "When to stop ruxolitinib?")
    hematology = Specialty.objects.get_or_create(name="Hematology", defaults={"slug": "hematology"})[0]
    change_profile(cast.mia, {"specialty": hematology})
    waiting = home_of(cast.reader("mia")).waiting
    assert waiting.why == "Unanswered in your specialty"
    assert [topic.title for topic in waiting.topics] == ["When to stop ruxolitinib?"]


def test_guest_cannot_be_offered_questions_that_only_members_answer(cast, friday):
    make_topic(cast.petra, make_forum("Readable", readers=GUESTS), "Who staffs the changeovers?")
    assert home_of(cast.reader("gus")).waiting.topics == []


def test_home_costs_the_same_queries_with_many_things(cast, friday):
    give_office(cast.petra)
    forum = make_forum()
    follow(cast.mia, "forum", forum.pk)
    client = cast.client("mia")

    def add(count: int) -> None:
        for number in range(count):
            make_post(cast.petra, f"Post {number} of {count}", readers=PUBLIC)
            topic = make_topic(cast.petra, forum, f"Topic {number} of {count}")
            follow(cast.mia, "piece", topic.pk)
            reply(topic, cast.reader("grace"))
        visited(cast.mia)

    def queries() -> int:
        versions.forget_all()
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/").status_code == 200
        return len(seen)

    add(3)
    queries()
    few = queries()
    add(20)
    assert queries() == few
    assert few <= 38, "from nothing kept"
    assert Reply.objects.count() == 23


def test_muted_topic_cannot_come_back_by_a_followed_forum(cast, friday):
    topic = make_topic(cast.petra)
    follow(cast.mia, "forum", topic.forum_id)
    assert [item.piece.pk for item in home_of(cast.reader("mia")).topics] == [topic.pk]
    mute(cast.mia, "piece", topic.pk)
    reply(topic, cast.reader("grace"))
    assert home_of(cast.reader("mia")).topics == []
