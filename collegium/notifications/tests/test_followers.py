"""Who hears of what is new where they follow: by the bell, by mail and in the brief, and who does not any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.reader import reader_for
from collegium.brief.letter import letter_of
from collegium.discussion.models import Subject
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups import actions as groups
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.notifications.actions import change_wishes
from collegium.notifications.letters import may_still_be_sent
from collegium.notifications.lists import folded, lines_of
from collegium.notifications.models import Notification
from collegium.organizations.actions import put_up_notice, take_down_notice
from collegium.organizations.tests.factory import make_organization
from collegium.outbox.models import Mail
from collegium.people.actions import follow, mute, unfollow
from collegium.people.models import Follow

NEW = Notification.objects.filter(kind="published")


def lines(cast, name):
    return [line.text for line in lines_of(list(folded(cast.reader(name))))]


def brief(cast, name):
    now = timezone.now()
    letter = letter_of(getattr(cast, name), now - timedelta(hours=1), now + timedelta(hours=1))
    return letter.text if letter else ""


def test_a_followed_group_brings_its_new_topics(cast):
    group = make_group(cast.otto, "open", name="Rural practice")
    follow(cast.mia, "group", group.pk)
    make_group_topic(group, cast.otto, "Roads in winter")
    assert lines(cast, "mia") == ["New from Otto Kessel, MBA: “Roads in winter”"]
    assert "Roads in winter" in brief(cast, "mia")
    assert lines(cast, "grace") == []
    assert "Roads in winter" not in brief(cast, "grace")


@pytest.mark.parametrize("end", ["left", "lapsed"])
def test_a_follow_is_silent_once_access_ended(cast, end):
    group = make_group(cast.otto, "closed", cast.grace, name="Kestrel circle")
    follow(cast.grace, "group", group.pk)
    change_wishes(cast.grace, published="now")
    make_group_topic(group, cast.otto, "Before")
    waiting = Mail.objects.get(person=cast.grace, kind="published")
    assert may_still_be_sent(waiting)
    if end == "left":
        groups.leave(group, cast.grace)
    else:
        cast.grace.standings.filter(kind="member").update(until=timezone.now())
    assert not may_still_be_sent(waiting)
    make_group_topic(group, cast.otto, "After")
    assert NEW.filter(person=cast.grace).count() == 1
    assert lines(cast, "grace") == []
    assert Mail.objects.filter(person=cast.grace, kind="published").count() == 1
    for word in ("Kestrel", "Before", "After"):
        assert word not in brief(cast, "grace")
        assert word not in cast.client("grace").get("/settings/following/").text


def test_a_mail_cannot_leave_once_nobody_follows(cast):
    forum = make_forum()
    follow(cast.mia, "forum", forum.pk)
    change_wishes(cast.mia, published="now")
    make_topic(cast.petra, forum)
    waiting = Mail.objects.get(person=cast.mia, kind="published")
    assert may_still_be_sent(waiting)
    unfollow(cast.mia, "forum", forum.pk)
    assert not may_still_be_sent(waiting)
    follow(cast.mia, "forum", forum.pk)
    assert may_still_be_sent(waiting)
    mute(cast.mia, "person", cast.petra.pk)
    assert not may_still_be_sent(waiting)


@pytest.mark.parametrize("kind", ["forum", "subject", "person"])
def test_what_is_muted_cannot_come_by_another_follow(cast, kind):
    forum, subject = make_forum(), Subject.objects.create(name="Policy", slug="policy")
    ids = {"forum": forum.pk, "subject": subject.pk, "person": cast.petra.pk}
    for one, pk in ids.items():
        (mute if one == kind else follow)(cast.mia, one, pk)
    topic = make_topic(cast.petra, forum, "Muted on one side")
    topic.subjects.add(subject)
    from collegium.notifications.tasks import tell_published

    NEW.delete()
    tell_published.func(topic.pk)
    assert not NEW.filter(person=cast.mia).exists()
    assert "Muted on one side" not in brief(cast, "mia")


def test_a_muted_person_cannot_silence_a_topic_of_the_same_number(cast):
    forum = make_forum()
    follow(cast.mia, "forum", forum.pk)
    topic = make_topic(cast.otto, forum, "Loud and clear")
    Follow.objects.create(person=cast.mia, kind="person", target_id=topic.pk, muted_at=timezone.now())
    assert "Loud and clear" in brief(cast, "mia")


def test_a_muted_group_stays_quiet_for_its_own_people(cast):
    group = make_group(cast.otto, "closed", cast.grace, name="Kestrel circle")
    make_group_topic(group, cast.otto, "A word")
    assert "A word" in brief(cast, "grace")
    mute(cast.grace, "group", group.pk)
    assert "A word" not in brief(cast, "grace")


def test_a_followed_organization_brings_its_news(cast):
    page = make_organization()
    follow(cast.mia, "organization", page.pk)
    follow(cast.gus, "organization", page.pk)
    follow(cast.otto, "organization", page.pk)
    change_wishes(cast.gus, published="now")
    put_up_notice(page, "New infusion rooms", "Twelve of them.", "", timezone.localdate(), cast.otto)
    for who in ("mia", "gus"):
        assert lines(cast, who) == ["News of Dry Creek Oncology: “New infusion rooms”"]
    assert lines(cast, "otto") == lines(cast, "grace") == []
    assert "New infusion rooms" in brief(cast, "mia")
    assert "New infusion rooms" not in brief(cast, "gus")
    assert "Twelve of them." in Mail.objects.get(person=cast.gus).text
    assert not Mail.objects.filter(person=cast.mia).exists()


def test_news_that_were_taken_down_cannot_be_heard_of(cast):
    page = make_organization()
    follow(cast.mia, "organization", page.pk)
    change_wishes(cast.mia, published="now")
    notice = put_up_notice(page, "Wrong", "", "", timezone.localdate(), cast.otto)
    waiting = Mail.objects.get(person=cast.mia)
    assert may_still_be_sent(waiting)
    take_down_notice(notice, cast.otto)
    assert not may_still_be_sent(waiting)
    assert lines(cast, "mia") == []
    assert "Wrong" not in brief(cast, "mia")


@pytest.mark.parametrize("who", ["sam", "vera"])
def test_suspended_people_and_visitors_cannot_hear_of_news(cast, who):
    page, forum = make_organization(), make_forum()
    if who == "sam":
        follow(cast.sam, "organization", page.pk)
        follow(cast.sam, "forum", forum.pk)
    put_up_notice(page, "New rooms", "", "", timezone.localdate(), cast.otto)
    make_topic(cast.petra, forum)
    assert not Notification.objects.filter(kind__in=["notice", "published"]).exists()
    assert reader_for(cast.sam).is_visitor
