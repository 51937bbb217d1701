"""A mail that waits tells only what its receiver may still read when it leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone

from collegium.audience.actions import end, grant
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Standing
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.brief.letter import Letter, letter_of
from collegium.brief.models import SentBrief
from collegium.brief.sending import write_brief
from collegium.brief.tests.factory import give_office
from collegium.conversations.actions import begin
from collegium.discussion import actions as words
from collegium.discussion.opening import close_to_guests, open_to_guests
from collegium.discussion.words import Words
from collegium.forums.actions import remove_topic
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group
from collegium.magazine.models import Issue
from collegium.magazine.tests.factory import make_article, make_issue
from collegium.moderation import actions as moderation
from collegium.moderation.things import found
from collegium.notifications.actions import change_wishes
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.outbox.tasks import send_mail
from collegium.people.actions import follow

SECRET = "The case of somebody we know"


@pytest.fixture(autouse=True)
def held(monkeypatch):
    """Mail is written and not sent until `leave`."""
    monkeypatch.setattr(type(send_mail), "enqueue", lambda self, *args, **kwargs: None)


def leave(*kinds: str) -> str:
    """Everything that leaves now (of these kinds), as one text."""
    rows = Mail.objects.filter(kind__in=kinds) if kinds else Mail.objects.all()
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        mail.send(pk)
    bodies = [f"{one.subject}\n{one.body}\n{one.alternatives[0][0] if one.alternatives else ''}" for one in sent.outbox]  # type: ignore[attr-defined]
    return "\n".join([*bodies, *(str(one.extra_headers) for one in sent.outbox)])


def reply(topic, cast, who="mia", text="On day three."):
    return words.post_reply(topic, Words.plain(text), cast.reader(who))


def brief_for(person) -> Letter:
    """Queue a person's brief; what would leave now."""
    assert write_brief(person, timezone.localdate(), timezone.now() + timedelta(seconds=1))
    row = SentBrief.objects.get(person=person)
    found = letter_of(person, row.since, row.until)
    assert found is not None
    return found


def test_title_that_was_taken_back_cannot_leave_with_a_reply(cast):
    topic = make_topic(cast.petra, title=SECRET)
    reply(topic, cast)
    assert SECRET in Mail.objects.get().subject
    words.take_back(Topic.objects.get(pk=topic.pk))
    assert SECRET not in leave()
    assert not Mail.objects.filter(subject__contains=SECRET, sent_at=None).exists()


def test_mails_that_left_with_a_title_are_counted_when_it_is_taken_back(cast):
    topic = make_topic(cast.petra, title=SECRET)
    reply(topic, cast)
    leave()
    assert words.take_back(Topic.objects.get(pk=topic.pk)) == 1
    assert not Mail.objects.filter(text__contains=SECRET).exists()
    assert not Mail.objects.filter(subject__contains=SECRET).exists()


def test_decision_cannot_tell_a_title_that_was_taken_back_or_closed_since(cast):
    topic = make_topic(cast.petra, title=SECRET)
    moderation.hide(found("reply", reply(topic, cast).pk), cast.mo, "It attacks a colleague.")
    words.take_back(Topic.objects.get(pk=topic.pk))
    told = leave("moderation")
    assert "It attacks a colleague." in told
    assert SECRET not in told


@pytest.mark.parametrize("change", ["closed", "ended", "suspended"])
def test_released_guest_cannot_be_told_of_what_closed_since(cast, change):
    topic = make_topic(cast.petra, make_forum(readers=MEMBERS, writers=MEMBERS), title=SECRET)
    open_to_guests(topic, by=cast.petra, until=timezone.now() + timedelta(hours=1))
    first = reply(Topic.objects.get(pk=topic.pk), cast, "nina")
    moderation.release(found("reply", first.pk), cast.mo)
    assert Mail.objects.filter(kind="moderation", person=cast.nina).exists()
    if change == "closed":
        close_to_guests(topic)
    elif change == "ended":
        Topic.objects.filter(pk=topic.pk).update(open_until=timezone.now())
    else:
        grant(cast.nina, Standing.Kind.SUSPENDED)
    assert leave("moderation") == ""


def test_guest_cannot_get_the_mail_of_a_topic_whose_opening_ended_meanwhile(cast):
    topic = make_topic(cast.petra, make_forum(readers=MEMBERS, writers=MEMBERS), title=SECRET)
    open_to_guests(topic, by=cast.petra, until=timezone.now() + timedelta(hours=1))
    follow(cast.gus, "piece", topic.pk)
    change_wishes(cast.gus, reply="now")
    reply(Topic.objects.get(pk=topic.pk), cast)
    assert Mail.objects.filter(person=cast.gus).exists()
    Topic.objects.filter(pk=topic.pk).update(open_until=timezone.now())
    leave()
    assert ["gus@example.org"] not in [one.to for one in sent.outbox]


def test_reply_narrowed_by_its_own_end_cannot_leave_to_a_guest(cast):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS, writers=GUESTS))
    follow(cast.gus, "piece", topic.pk)
    change_wishes(cast.gus, reply="now")
    said = reply(topic, cast, text=SECRET)
    type(said).objects.filter(pk=said.pk).update(readers=MEMBERS)
    leave()
    assert ["gus@example.org"] not in [one.to for one in sent.outbox]


def test_who_was_suspended_cannot_get_what_everybody_reads(cast):
    """A suspended person is a visitor, and visitors get no mail."""
    topic = make_topic(cast.otto, make_forum(readers=PUBLIC, writers=GUESTS))
    reply(topic, cast)
    words.post_reply(topic, Words.plain("@otto look at this"), cast.reader("petra"))
    begin([cast.otto], Words.plain("Are you there?"), cast.reader("petra"))
    assert Mail.objects.filter(person=cast.otto).count() >= 2
    grant(cast.otto, Standing.Kind.SUSPENDED)
    leave()
    assert sent.outbox == []


def test_suspended_person_cannot_be_written_to_of_what_comes(cast):
    topic = make_topic(cast.otto, make_forum(readers=PUBLIC, writers=GUESTS))
    grant(cast.otto, Standing.Kind.SUSPENDED)
    reply(topic, cast)
    assert not Mail.objects.filter(person=cast.otto).exists()


@pytest.mark.parametrize("change", ["suspended", "lapsed"])
def test_name_of_a_secret_group_cannot_reach_who_may_not_know_it_any_more(cast, change):
    from collegium.groups import actions

    group = actions.propose_group(actions.Proposal(SECRET, "secret", "Only a few"), cast.otto)
    actions.confirm_group(group, cast.ada)
    assert SECRET in Mail.objects.get(kind="group").subject
    if change == "suspended":
        grant(cast.otto, Standing.Kind.SUSPENDED)
    else:
        end(cast.otto, Standing.Kind.MEMBER)
    assert leave("group") == ""


@pytest.mark.parametrize("change", ["unpublished", "hidden", "removed", "rescheduled"])
@pytest.mark.parametrize("who", ["gus", "mia"])
def test_brief_cannot_hold_a_post_or_its_teaser_that_went_away(cast, who, change):
    give_office(cast.petra)
    blog = make_blog(cast.petra)
    post = make_post(blog, SECRET, MEMBERS)
    make_post(blog, "Stays where it is", PUBLIC)
    assert SECRET in brief_for(getattr(cast, who)).text
    now = timezone.now()
    fields = {"unpublished": {"published_at": None}, "hidden": {"hidden_at": now}, "removed": {"removed_at": now}}
    fields["rescheduled"] = {"published_at": now + timedelta(days=1)}
    Post.objects.filter(pk=post.pk).update(**fields[change])
    told = leave("brief")
    assert "Stays where it is" in told
    assert SECRET not in told


@pytest.mark.parametrize("who", ["gus", "mia"])
def test_brief_cannot_hold_an_issue_or_article_that_went_away(cast, who):
    editor = cast.reader("ed")
    issue = make_issue(editor, title="An issue too early")
    article = make_article(editor, title=SECRET, issue=issue)
    make_article(editor, title="Stays in the issue", issue=issue)
    assert SECRET in brief_for(getattr(cast, who)).text
    type(article).objects.filter(pk=article.pk).update(published_at=None)
    told = leave("brief")
    assert "Stays in the issue" in told
    assert SECRET not in told


def test_brief_cannot_hold_an_issue_that_is_not_out_any_more(cast):
    editor = cast.reader("ed")
    issue = make_issue(editor, title="An issue too early")
    make_article(editor, title="In the issue", issue=issue)
    assert "An issue too early" in brief_for(cast.mia).text
    Issue.objects.filter(pk=issue.pk).update(published_at=None)
    assert "An issue too early" not in leave("brief")


@pytest.mark.parametrize("change", ["taken back", "emptied"])
def test_brief_cannot_hold_first_words_that_are_gone(cast, change):
    topic = make_topic(cast.petra, title="An open question" if change == "emptied" else SECRET, text=SECRET)
    follow(cast.mia, "forum", topic.forum_id)
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace", "A reply that stays.")
    assert SECRET in brief_for(cast.mia).text
    row = Topic.objects.get(pk=topic.pk)
    words.take_back(row) if change == "taken back" else remove_topic(row, cast.reader("petra"))
    told = leave("brief")
    assert "A reply that stays." in told
    assert SECRET not in told


def test_brief_of_a_guest_cannot_hold_a_topic_whose_opening_ended_meanwhile(cast):
    topic = make_topic(cast.petra, make_forum(readers=MEMBERS, writers=MEMBERS), title=SECRET)
    open_to_guests(topic, by=cast.petra, until=timezone.now() + timedelta(hours=1))
    follow(cast.gus, "piece", topic.pk)
    reply(Topic.objects.get(pk=topic.pk), cast)
    assert SECRET in brief_for(cast.gus).text
    Topic.objects.filter(pk=topic.pk).update(open_until=timezone.now())
    assert leave("brief") == ""


def test_brief_of_who_left_a_group_cannot_name_it(cast):
    from collegium.groups.actions import leave as leave_group
    from collegium.groups.tests.factory import make_group_topic

    group = make_group(cast.otto, "secret", cast.mia, name="A secret circle")
    make_group_topic(group, cast.otto, SECRET)
    assert SECRET in brief_for(cast.mia).text
    leave_group(group, cast.mia)
    told = leave("brief")
    assert SECRET not in told
    assert "A secret circle" not in told


def test_who_becomes_a_member_cannot_get_old_content_by_mail(cast):
    """Not at once, and not with the next brief, though they follow what they could not read."""
    forum = make_forum(readers=MEMBERS, writers=MEMBERS)
    topic = make_topic(cast.petra, forum, SECRET)
    said = reply(topic, cast, "grace", "Said long ago.")
    past = timezone.now() - timedelta(days=9)
    Topic.objects.filter(pk=topic.pk).update(published_at=past, moved_at=past)
    type(said).objects.filter(pk=said.pk).update(created_at=past)
    for kind, number in (("person", cast.petra.pk), ("forum", forum.pk), ("piece", topic.pk)):
        follow(cast.gus, kind, number)
    Mail.objects.all().delete()
    grant(cast.gus, Standing.Kind.MEMBER)
    assert not Mail.objects.exists()
    write_brief(cast.gus, timezone.localdate(), timezone.now() + timedelta(seconds=1))
    assert leave() == ""
