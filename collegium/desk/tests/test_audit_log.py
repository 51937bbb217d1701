"""`/desk/log/`: administrators read the whole log of staff acts, moderators their own; by person, day and deed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.moderation.actions import hide
from collegium.moderation.tests.factory import make_report
from collegium.moderation.things import found
from collegium.outbox import audit
from collegium.outbox.models import AuditLine

LOG = "/desk/log/"


@pytest.fixture
def acts(cast):
    """One act of a moderator, one of an administrator about a member, an older one."""
    audit.log(cast.mo, "decided: hide", about=("reply", 7), why="It argues with the person.")
    audit.log(cast.ada, "gave a role", about=("person", cast.grace.pk), why="The board chose her.")
    AuditLine.objects.create(
        by=cast.ada, what="applied a roster", why="Monthly.", at=timezone.now() - timedelta(days=40)
    )


def test_administrator_reads_the_whole_log(cast, acts):
    page = cast.client("ada").get(LOG).text
    wanted = ("It argues with the person.", "The board chose her.", "Monthly.", "Mo Castellan", "Grace Penhaligon")
    assert all(words in page for words in wanted)


def test_moderator_cannot_read_acts_of_others(cast, acts):
    page = cast.client("mo").get(LOG).text
    assert "It argues with the person." in page
    assert "The board chose her." not in page
    assert "gave a role" not in page, "not among the deeds to choose from either"
    assert "Monthly." not in cast.client("mo").get(LOG + "?person=ada").text


@pytest.mark.parametrize(
    ("who", "status"), [("vera", 403), ("sam", 403), ("gus", 404), ("lars", 404), ("mia", 404), ("ed", 404)]
)
def test_others_cannot_read_the_log(cast, acts, who, status):
    answer = cast.client(who).get(LOG)
    assert answer.status_code == status
    assert "It argues" not in answer.text


@pytest.mark.parametrize(
    ("query", "found", "away"),
    [
        ("person=mo", "It argues", "The board"),
        ("person=penhaligon", "The board", "It argues"),
        ("deed=applied a roster", "Monthly.", "The board"),
        ("since=2026-01-01&until=2026-01-02", "No act", "Monthly."),
    ],
)
def test_log_is_searched_by_person_deed_and_day(cast, acts, query, found, away):
    page = cast.client("ada").get(f"{LOG}?{query}").text
    assert found in page
    assert away not in page


def test_until_takes_in_the_whole_day(cast, acts):
    today = timezone.localdate().isoformat()
    page = cast.client("ada").get(f"{LOG}?since={today}&until={today}").text
    assert "The board" in page
    assert "Monthly." not in page


@pytest.mark.parametrize("query", ["since=yesterday", "until=9999-12-31", "since=0001-01-01"])
def test_day_that_is_none_cannot_break_the_page(cast, acts, query):
    answer = cast.client("ada").get(f"{LOG}?{query}")
    assert answer.status_code == 422
    assert "It argues" not in answer.text


def test_log_is_paged(cast):
    for number in range(60):
        audit.log(cast.ada, "gave a role", why=f"Reason number {number}.")
    first, second = (cast.client("ada").get(f"{LOG}?deed=gave+a+role&page={page}").text for page in (1, 2))
    assert "Reason number 59." in first
    assert "Reason number 0." not in first
    assert "Reason number 0." in second
    assert "deed=gave" in first.split('rel="next"')[1][:200]


def test_log_cannot_tell_words_or_names_of_a_secret_group(cast):
    group = make_group(cast.otto, "secret", cast.grace, name="Kestrel circle")
    topic = make_group_topic(group, cast.grace, "About the kestrel")
    make_report(topic, cast.otto, kind="piece")
    hide(found("piece", topic.pk), cast.mo, "Not for here.")
    for who in ("ada", "mo"):
        page = cast.client(who).get(LOG).text
        assert "Not for here." in page
        assert "estrel" not in page
        assert group.slug not in page


def test_nothing_can_be_changed_there(cast, acts):
    client = cast.client("ada")
    assert client.post(LOG, {"deed": "gave a role"}).status_code == 405
    assert AuditLine.objects.count() == 3
