from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.discussion.models import Subject
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_topic
from collegium.outbox.models import AuditLine


@pytest.fixture
def subject(db: None) -> Subject:
    return Subject.objects.create(name="Running a practice", slug="practice")


def test_edit_subjects_changes_where_a_topic_is_found(cast, subject):
    topic, other = make_topic(cast.otto), make_topic(cast.otto, title="Another topic altogether")
    mia = cast.client("mia")
    assert topic.title not in mia.get("/forums/gi-oncology/?subject=practice").text
    answer = cast.client("mo").post(f"/topics/{topic.pk}/subjects/", {"subjects": [subject.pk]})
    assert answer.status_code == 303
    for address in ("/forums/gi-oncology/?subject=practice", "/forums/?subject=practice", "/subjects/practice/"):
        page = mia.get(address).text
        assert topic.title in page
        assert other.title not in page
    tabs = mia.get("/forums/?subject=practice").text
    assert "?view=unanswered&amp;subject=practice" in tabs
    assert 'value="practice" selected' in tabs
    assert AuditLine.objects.filter(what="set the subjects of a topic", by=cast.mo).exists()


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "otto", "ed"])
def test_subjects_cannot_be_set_by_who_does_not_moderate(cast, subject, who):
    topic = make_topic(cast.otto)
    answer = cast.client(who).post(f"/topics/{topic.pk}/subjects/", {"subjects": [subject.pk]})
    assert answer.status_code in (403, 404)
    assert not topic.subjects.exists()


def test_unknown_subject_cannot_be_set(cast, subject):
    topic = make_topic(cast.otto)
    assert cast.client("mo").post(f"/topics/{topic.pk}/subjects/", {"subjects": ["99"]}).status_code == 422
    assert not topic.subjects.exists()


def test_topics_of_a_subject_cannot_be_listed_for_who_may_not_read_them(cast, subject):
    topic = make_topic(cast.otto)
    topic.subjects.add(subject)
    assert topic.title in cast.client("mia").get("/forums/gi-oncology/?subject=practice").text
    for who in ("vera", "gus"):
        assert topic.title not in cast.client(who).get("/forums/gi-oncology/?subject=practice").text


def test_pinned_topic_comes_first_until_its_day_is_over(cast):
    pinned, later = make_topic(cast.otto), make_topic(cast.otto, title="Another topic altogether")
    mo, mia = cast.client("mo"), cast.client("mia")
    day = timezone.localdate() + timedelta(days=3)
    mo.post(f"/topics/{pinned.pk}/pin/", {"on": "1", "until": day.isoformat()})
    page = mia.get("/forums/gi-oncology/").text
    assert page.index(pinned.title) < page.index(later.title)
    assert "Pinned until" in mia.get(pinned.get_absolute_url()).text
    Topic.objects.update(pinned_until=timezone.now() - timedelta(seconds=1))
    page = mia.get("/forums/gi-oncology/?view=latest").text
    assert page.index(later.title) < page.index(pinned.title)
    mo.post(f"/topics/{pinned.pk}/pin/", {"on": "1", "until": "2020-01-01"})
    assert not Topic.objects.get(pk=pinned.pk).is_pinned
    mo.post(f"/topics/{pinned.pk}/pin/", {"on": "1", "until": ""})
    assert Topic.objects.get(pk=pinned.pk).is_pinned
