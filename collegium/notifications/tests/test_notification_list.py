"""Notifications: who is told of what, who cannot be, and what leaves the list by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.audience.actions import let_in, let_out
from collegium.audience.models import GUESTS, PUBLIC
from collegium.conversations.actions import begin
from collegium.discussion import actions as words
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Subject
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.actions import Proposal, ask, confirm_group, decline_group, propose_group
from collegium.groups.models import Group
from collegium.groups.tests.factory import make_group
from collegium.moderation.actions import hide, release
from collegium.moderation.things import found
from collegium.notifications.lists import folded, lines_of, unseen_for
from collegium.notifications.models import Notification
from collegium.organizations.actions import decide, make_statement
from collegium.organizations.tests.factory import make_organization
from collegium.outbox.models import Mail
from collegium.people.actions import follow, mute, unmute
from collegium.people.follows import followed
from collegium.search.tests.factory import make_post
from collegium.web.versions import begin_request, end_request


def lines(cast, name: str) -> list[str]:
    return [line.text for line in lines_of(list(folded(cast.reader(name))))]


def reply(topic, cast, name, text="Day three."):
    return post_reply(topic, Words.plain(text), cast.reader(name))


def test_author_and_followers_are_told_and_who_replies_follows(cast):
    topic = make_topic(cast.petra)
    reply(topic, cast, "mia")
    assert lines(cast, "petra") == ["Mia Lindholm, MD answered you in “How do you time the first call?”"]
    assert lines(cast, "mia") == []
    assert topic.pk in followed(cast.reader("mia"), "piece")
    reply(topic, cast, "grace")
    assert lines(cast, "mia") == ["Grace Penhaligon, PA-C replied in “How do you time the first call?”"]
    assert lines(cast, "petra") == [
        "2 replies in “How do you time the first call?”, the last by Grace Penhaligon, PA-C"
    ]
    assert unseen_for(cast.reader("petra")) == 1
    assert "2 replies in" in cast.client("petra").get("/notifications/").text


def test_reading_the_topic_takes_its_notification_along(cast):
    topic = make_topic(cast.petra)
    reply(topic, cast, "mia")
    client = cast.client("petra")
    assert "Notifications, 1 new" in client.get("/forums/").text
    client.get(topic.get_absolute_url())
    assert unseen_for(cast.reader("petra")) == 0
    assert lines(cast, "petra")
    reply(topic, cast, "mia")
    assert unseen_for(cast.reader("petra")) == 1


def test_mark_all_is_a_post_and_touches_nobody_else(cast):
    topic = make_topic(cast.petra)
    follow(cast.grace, "piece", topic.pk)
    reply(topic, cast, "mia")
    client = cast.client("petra")
    assert client.get("/notifications/seen/").status_code == 405
    assert client.post("/notifications/seen/").status_code == 303
    assert unseen_for(cast.reader("petra")) == 0
    assert unseen_for(cast.reader("grace")) == 1


def test_visitor_cannot_open_the_list(cast):
    for address in ("/notifications/", "/settings/mail/"):
        assert cast.client("vera").get(address).status_code == 403
    assert cast.client("vera").post("/notifications/seen/").status_code == 403


def test_mention_is_one_line_and_cannot_reach_who_may_not_read(cast):
    topic = make_topic(cast.petra)
    named = Words.rich(
        f'<p><span class="mention" data-person="{cast.grace.pk}">@Grace</span> and '
        f'<span class="mention" data-person="{cast.gus.pk}">@Gus</span></p>'
    )
    follow(cast.grace, "piece", topic.pk)
    post_reply(topic, named, cast.reader("mia"))
    assert lines(cast, "grace") == ["Mia Lindholm, MD named you in “How do you time the first call?”"]
    assert Notification.objects.filter(person=cast.gus).count() == 0


def test_follower_who_may_not_read_any_more_cannot_see_or_count_it(cast):
    group = Group.objects.create(
        kind="closed", name="Registry circle", slug="registry", audience=cast.closed, confirmed_at=timezone.now()
    )
    topic = Topic(group=group, title="Denominators", slug="d", readers=cast.closed, writers=cast.closed)
    topic.author, topic.byline, topic.published_at = cast.grace, {"name": "Grace"}, timezone.now()
    topic.save()
    let_in(cast.mia, cast.closed)
    follow(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace")
    assert unseen_for(cast.reader("mia")) == 1
    let_out(cast.mia, cast.closed)
    assert unseen_for(cast.reader("mia")) == 0
    assert "Denominators" not in cast.client("mia").get("/notifications/").text


def test_guest_cannot_be_told_of_replies_among_members(cast):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS))
    follow(cast.gus, "piece", topic.pk)
    from collegium.audience.models import MEMBERS
    from collegium.discussion.models import Reply

    said = reply(topic, cast, "mia")
    assert unseen_for(cast.reader("gus")) == 1
    Reply.objects.filter(pk=said.pk).update(readers=MEMBERS)
    assert unseen_for(cast.reader("gus")) == 0


@pytest.mark.parametrize("kind", ["blog", "person", "subject", "forum"])
def test_followers_hear_once_of_something_new(cast, kind):
    subject = Subject.objects.create(name="Policy", slug="policy")
    forum = make_forum()
    ids = {"person": cast.petra.pk, "subject": subject.pk, "forum": forum.pk}
    if kind == "blog":
        ids["blog"] = make_post(cast.petra, "First").blog_id
    follow(cast.mia, kind, ids[kind])
    follow(cast.mia, "person", cast.petra.pk)
    if kind == "forum":
        make_topic(cast.petra, forum, "Second")
    else:
        make_post(cast.petra, "Second", subjects=[subject])
    assert lines(cast, "mia") == ["New from Petra Halvorsen, MD, MMSc: “Second”"]
    assert lines(cast, "petra") == []


def test_who_has_a_teaser_hears_of_a_post_and_cannot_hear_of_a_members_topic(cast):
    follow(cast.gus, "person", cast.petra.pk)
    make_post(cast.petra, "Gated thoughts", "Body words")
    make_topic(cast.petra, make_forum(), "Only among members")
    assert lines(cast, "gus") == ["New from Petra Halvorsen, MD, MMSc: “Gated thoughts”"]


def test_reactions_fold_and_go_when_taken_back(cast):
    topic = make_topic(cast.petra)
    said = reply(topic, cast, "mia")
    for name in ("grace", "mo", "mo"):
        words.react(getattr(cast, name), topic, said, "useful", on=True)
    words.react(cast.mia, topic, said, "thanks", on=True)
    title = "How do you time the first call?"
    assert lines(cast, "mia") == [f"Mo Castellan, MD and 1 other found your words in “{title}” of use"]
    words.react(cast.mo, topic, said, "useful", on=False)
    assert lines(cast, "mia") == [f"Grace Penhaligon, PA-C reacted to your words in “{title}”"]


def test_message_is_listed_and_cannot_be_seen_by_others(cast):
    begin([cast.mia], Words.plain("May I ask you something?"), cast.reader("grace"))
    assert lines(cast, "mia") == ["A message from Grace Penhaligon, PA-C"]
    assert unseen_for(cast.reader("mia")) == 0  # counted beside the envelope
    for name in ("grace", "ada", "mo"):
        assert lines(cast, name) == []


def test_removed_and_taken_back_words_cannot_stay_in_the_list(cast):
    topic = make_topic(cast.petra)
    one, two = reply(topic, cast, "mia"), reply(topic, cast, "mia")
    words.remove_reply(one)
    words.take_back(two)
    assert Notification.objects.filter(piece=topic, reply__isnull=False).count() == 0
    three = reply(topic, cast, "mia")
    words.hide(three, cast.mo, "Names a patient.")
    assert unseen_for(cast.reader("petra")) == 0


def test_list_costs_the_same_queries_with_many_lines(cast):
    client = cast.client("petra")

    def add(count: int) -> None:
        for number in range(count):
            reply(make_topic(cast.petra, title=f"Topic {number} of {count}"), cast, "mia")
            words.react(
                cast.mia, make_post(cast.petra, f"Post {number} {count}", readers=PUBLIC), None, "useful", on=True
            )

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/notifications/")
        return len(seen)

    add(2)
    queries()
    few = queries()
    add(8)
    queries()  # what is kept for a while is worked out
    assert queries() == few


def test_number_in_the_bar_follows_every_change_though_it_is_kept(cast):
    topic = make_topic(cast.petra)

    def number() -> int:
        begin_request(reading=True)
        try:
            return unseen_for(cast.reader("petra"))
        finally:
            end_request()

    assert number() == 0
    first = reply(topic, cast, "mia")
    assert number() == number() == 1
    other = reply(make_topic(cast.petra, title="Another one"), cast, "mia")
    assert number() == 2
    hide(found("reply", other.pk), cast.mo, "It attacks a colleague.")
    assert number() == 1
    words.mark_read(cast.petra, topic, first.number)
    assert number() == 0
    Notification.objects.filter(person=cast.petra).update(seen_at=timezone.now())
    assert number() == 0


def test_whoever_proposed_a_group_is_told_what_staff_decided(cast):
    yes = propose_group(Proposal("Night call circle", "closed", "For whoever is on call"), cast.mia)
    no = propose_group(Proposal("Day call circle", "closed", "For whoever is on call"), cast.grace)
    confirm_group(yes, cast.ada)
    decline_group(no, cast.ada, "The rural section does this.")
    assert lines(cast, "mia") == ["The group “Night call circle” is there: staff confirmed it"]
    assert lines(cast, "grace") == ["Staff declined the group you proposed"]
    mails = {mail.person: mail.text for mail in Mail.objects.filter(kind="group")}
    assert yes.get_absolute_url() in mails[cast.mia]
    assert "The rural section does this." in mails[cast.grace]
    assert lines(cast, "ada") == []


def test_who_asks_to_join_leads_the_owner_to_the_desk_of_the_group(cast):
    group = make_group(cast.petra, "closed")
    ask(group, cast.mia, "I work nights.")
    (line,) = lines_of(list(folded(cast.reader("petra"))))
    assert cast.client("petra").get(line.address).status_code == 200
    assert cast.client("mia").get(line.address).status_code == 403


def test_guest_is_told_that_first_words_appeared_and_cannot_miss_it(cast):
    topic = make_topic(cast.petra, make_forum("For everybody", readers=GUESTS, writers=GUESTS))
    held = reply(topic, cast, "nina", "My first words.")
    release(found("reply", held.pk), cast.mo)
    (line,) = lines_of(list(folded(cast.reader("nina"))))
    assert (line.text, line.address) == (
        "A moderator has read your first words: they have appeared", f"/replies/{held.pk}/",
    )  # fmt: skip
    assert Mail.objects.get(person=cast.nina).subject == "Your words have appeared"


@pytest.mark.parametrize("grant", [True, False])
def test_claimant_is_told_of_the_decision_and_nobody_else_is(cast, grant):
    page = make_organization()
    claim = make_statement(page, "I have worked here for nine years.", cast.reader("mia"))
    decide(claim, cast.ada, grant=grant, reason="The board wrote to us.")
    (line,) = lines_of(list(folded(cast.reader("mia"))))
    assert (line.text, line.address) == ("Staff decided about your claim on an organization", page.get_absolute_url())
    assert "The board wrote to us." in Mail.objects.get(person=cast.mia, kind="claim").text
    assert lines(cast, "otto") == []


def test_muted_topic_cannot_reach_anybody_by_reply_answer_mention_or_mail(cast):
    topic = make_topic(cast.petra)
    mute(cast.petra, "piece", topic.pk)
    mute(cast.mia, "piece", topic.pk)
    reply(topic, cast, "grace")
    named = f'<p><span class="mention" data-person="{cast.petra.pk}">@Petra</span> please look.</p>'
    post_reply(topic, Words.rich(named), cast.reader("mia"))
    reply(topic, cast, "grace")
    assert lines(cast, "petra") == []
    assert lines(cast, "mia") == []
    assert not Mail.objects.filter(person=cast.petra).exists()
    unmute(cast.petra, "piece", topic.pk)
    reply(topic, cast, "mia")
    assert len(lines(cast, "petra")) == 1


def test_what_happened_last_stands_first_whatever_was_noted_last(cast):
    first, second = make_topic(cast.petra, title="First"), make_topic(cast.petra, title="Second")
    reply(first, cast, "mia")
    reply(second, cast, "mia")
    Notification.objects.filter(piece=second).update(created_at=timezone.now() - timedelta(days=2))
    assert ["First" in line for line in lines(cast, "petra")] == [True, False]
