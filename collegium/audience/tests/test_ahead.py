"""What is asked together with a session: the same answers as one by one, of this moment, and never somebody else's."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.accounts import sessions
from collegium.audience import ahead
from collegium.audience.actions import end, grant
from collegium.audience.models import Standing
from collegium.audience.reader import reader_for
from collegium.conversations.models import Participant
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.web import statements, versions
from collegium.web.models import KeptVersion
from collegium.web.statements import Question
from tests.asked_ahead import StaleAnswer


@pytest.fixture
def mia(cast):
    """Somebody whose session was opened before."""
    KeptVersion.touch()
    client = cast.client("mia")
    client.get("/forums/")
    return client


@pytest.fixture
def reading():
    """A request that changes nothing."""
    versions.begin_request(reading=True)
    yield
    versions.end_request()


def _bar(cast):
    """What every page asks about its reader, as the bar does."""
    for ask in ahead._asks:
        question = ask(cast.reader("mia"))
        if question:
            list(statements.select(*question))


def test_a_page_asks_once_for_all_that_is_asked_on_every_page(mia):
    mia.get("/forums/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert mia.get("/forums/").status_code == 200
    assert len(asked) == 1


@pytest.mark.parametrize("view", ["topic", "home"])
def test_a_page_that_says_what_it_asks_asks_it_with_the_session(cast, mia, view):
    address = make_topic(cast.petra).get_absolute_url() if view == "topic" else "/"
    for _ in range(2):
        mia.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert mia.get(address).status_code == 200
    assert len(asked) == 1


def test_a_topic_asked_with_the_session_cannot_be_read_without_admission(cast, mia):
    topic = make_topic(cast.petra)
    assert topic.title in mia.get(topic.get_absolute_url()).text
    topic.removed_at = topic.published_at
    topic.save(update_fields=["removed_at"])
    KeptVersion.touch()
    assert mia.get(topic.get_absolute_url()).status_code == 404


def test_only_what_changed_is_forgotten(db, reading):
    one, two = Question("SELECT 1 WHERE 1 = %s", [1]), Question("SELECT 2 WHERE 1 = %s", [1])
    statements.ask_ahead(one, two)
    statements.forget_ahead(one, None)
    assert list(statements._here.ahead) == [two.key]


def test_what_is_known_is_not_asked_again(db, reading):
    one, two = Question("SELECT 1 WHERE 1 = %s", [1]), Question("SELECT 2 WHERE 1 = %s", [1])
    statements.ask_ahead(one, two)
    with CaptureQueriesContext(connection) as asked:
        statements.ask_ahead(two, one)
    assert len(asked) == 0


def test_a_session_that_was_ended_counts_at_once(mia):
    topic_list = mia.get("/forums/").text
    Session.objects.all().delete()
    assert "popovertarget" in topic_list
    assert 'href="/accounts/login/"' in mia.get("/forums/").text


def test_who_was_suspended_is_a_visitor_at_once(cast, mia):
    grant(cast.mia, "suspended")
    assert 'href="/accounts/login/"' in mia.get("/forums/").text


def test_who_left_the_members_cannot_read_on(cast, mia):
    topic = make_topic(cast.petra)
    assert mia.get(topic.get_absolute_url()).status_code == 200
    end(cast.mia, "member")
    assert mia.get(topic.get_absolute_url()).status_code == 403


def test_a_wrong_guess_about_the_person_cannot_show_anothers_page(cast, mia):
    key = mia.cookies[settings.SESSION_COOKIE_NAME].value
    post_reply(make_topic(cast.mia), Words.plain("Try this."), cast.reader("petra"))
    for guess in (cast.petra.pk, cast.sam.pk, 2_000_000_000):
        sessions._people[key] = str(guess)
        page = mia.get("/forums/").text
        assert f"/members/{cast.mia.handle}/" in page
        assert f'href="/members/{cast.petra.handle}/">' not in page.split("</header>")[0]


def test_what_a_page_marks_as_seen_is_seen_in_its_own_bar(cast, mia):
    topic = make_topic(cast.mia)
    post_reply(topic, Words.plain("Try this."), cast.reader("petra"))
    assert "1 new" in mia.get("/forums/").text.split("</header>")[0]
    assert "1 new" not in mia.get(topic.get_absolute_url()).text.split("</header>")[0]


def test_an_answer_is_given_to_the_same_question_only(reading, db):
    statements.ask_ahead(Question("SELECT %s", [7]), Question("SELECT 1 WHERE 1 = %s", [2]))
    with CaptureQueriesContext(connection) as asked:
        assert statements.select("SELECT %s", [7]) == [(7,)]
        assert statements.select("SELECT 1 WHERE 1 = %s", [2]) == []
    assert not asked.captured_queries
    with CaptureQueriesContext(connection) as asked:
        assert statements.select("SELECT %s", [8]) == [(8,)]
        statements.forget_ahead()
        assert statements.select("SELECT %s", [7]) == [(7,)]
    assert len(asked) == 2


def test_a_question_with_several_answers_is_not_answered_ahead(reading, db):
    two = "SELECT 1 UNION ALL SELECT 2"
    statements.ask_ahead(Question("SELECT 5"), Question(two))
    assert sorted(statements.select(two)) == [(1,), (2,)]
    assert statements.select("SELECT 5") == [(5,)]


def test_a_request_that_changes_things_cannot_use_answers_from_before(cast):
    versions.begin_request(reading=False)
    try:
        ahead.ask_with(Question("SELECT 5"), cast.mia.pk)
        assert not statements._here.ahead
    finally:
        versions.end_request()


def test_a_change_in_the_request_makes_what_was_asked_void(cast, reading):
    ahead.ask_with(Question("SELECT 5"), cast.mia.pk)
    end(cast.mia, "member")
    assert reader_for(cast.mia).standing != "member"


def test_a_page_cannot_use_an_answer_that_it_made_untrue(cast, reading):
    marks = Participant.objects.filter(person=cast.mia)
    ahead.ask_with(Question("SELECT 5"), cast.mia.pk)
    marks.update(left_off=1)
    with pytest.raises(StaleAnswer, match="conversations_participant was written"):
        _bar(cast)
    Standing.objects.filter(person=cast.mia).update(source="tests")
    with pytest.raises(StaleAnswer, match="audience_standing was written"):
        reader_for(cast.mia)
    statements.forget_ahead()
    assert reader_for(cast.mia).standing == "member"
    _bar(cast)
