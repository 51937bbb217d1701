from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion.opening import open_to_guests
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.moderation import actions, tending
from collegium.moderation.models import Decision
from collegium.moderation.tests.factory import make_reply
from collegium.moderation.things import found
from collegium.outbox.models import AuditLine, Mail
from tests.cast import Cast

WHY = "It is about staffing, not about the trial."


@pytest.fixture
def topic(cast: Cast) -> Topic:
    make_forum("Open to guests", readers=GUESTS, writers=GUESTS)
    topic = make_topic(cast.otto, make_forum("GI oncology"))
    make_reply(cast.grace, "On day three.", topic)
    return topic


def move(cast: Cast, topic: Topic, to: str = "Practice operations", who: str = "mo", **data: str):
    forum = make_forum(to) if to == "Practice operations" else topic.forum.__class__.objects.get(name=to)
    return cast.client(who).post(f"/topics/{topic.pk}/move/", {"forum": forum.pk, "reason": WHY, "sure": "1"} | data)


def test_move_topic_is_asked_first_and_says_what_will_happen(cast, topic):
    to = make_forum("Practice operations")
    page = cast.client("mo").post(f"/topics/{topic.pk}/move/", {"forum": to.pk, "reason": WHY})
    assert page.status_code == 200
    for words in (
        "This will happen",
        "“GI oncology” to “Practice operations”",
        "Nobody loses sight of it",
        "Otto Kessel is told",
    ):
        assert words in page.text
    assert Topic.objects.get().forum.name == "GI oncology"


def test_moved_topic_stands_in_its_new_forum_only_and_its_old_address_leads_there(cast, topic):
    old, mia = topic.get_absolute_url(), cast.client("mia")
    answer = move(cast, topic)
    topic = Topic.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == topic.get_absolute_url() == old.replace("gi-oncology", "practice-operations")
    assert mia.get(old)["Location"] == topic.get_absolute_url()
    assert topic.title in mia.get("/forums/practice-operations/").text
    assert topic.title not in mia.get("/forums/gi-oncology/").text
    assert "On day three." in mia.get(topic.get_absolute_url()).text


def test_author_is_told_and_can_have_it_taken_back(cast, topic):
    move(cast, topic)
    decision = Decision.objects.get()
    assert (decision.act, decision.author, decision.reason) == ("move", cast.otto, WHY)
    assert WHY in Mail.objects.get(person=cast.otto, subject="A decision about your words").text
    assert AuditLine.objects.filter(what="decided: move", about_id=topic.pk, why=WHY).exists()
    appeal = actions.appeal(decision, "It is about both.")
    actions.answer_appeal(appeal, found("piece", topic.pk), cast.ada, "You are right.", upheld=True)
    topic.refresh_from_db()
    assert topic.forum.name == "GI oncology"
    assert not topic.has_narrower


@pytest.mark.parametrize(("readers", "window"), [(PUBLIC, False), (GUESTS, False), (MEMBERS, True)])
def test_move_to_a_forum_for_members_takes_it_from_guests_at_once_and_says_so(cast, readers, window):
    topic = make_topic(cast.otto, make_forum("For many", readers=readers, writers=max(readers, GUESTS)))
    members = make_forum("Practice operations")
    guest, mo = cast.client("gus"), cast.client("mo")
    if window:
        open_to_guests(topic, until=None, writing=True, by=cast.otto)
    guest.post(
        f"/pieces/{topic.pk}/replies/", {"body": "A guest's question.", "body_format": "plain", "token": "a" * 32}
    )
    assert guest.get(topic.get_absolute_url()).status_code == 200
    page = mo.post(f"/topics/{topic.pk}/move/", {"forum": members.pk, "reason": WHY}).text
    if window:
        assert "Nobody loses sight of it" in page  # its own readers are members already; what opened it stays
        return
    assert "do not find it any more" in page
    assert ("Visitors without an account" in page) == (readers == PUBLIC)
    assert tending.move(topic, members, cast.mo, WHY).detail["readers"] == readers
    topic.refresh_from_db()
    assert (topic.readers_id, topic.writers_id) == (MEMBERS, MEMBERS)
    assert guest.get(topic.get_absolute_url()).status_code == 403
    assert topic.title not in guest.get("/forums/").text
    assert topic.title not in guest.get("/search/?q=call").text


def test_move_cannot_give_a_topic_more_readers(cast, topic):
    move(cast, topic, to="Open to guests")
    topic.refresh_from_db()
    assert (topic.forum.name, topic.readers_id, topic.writers_id) == ("Open to guests", MEMBERS, MEMBERS)
    assert cast.client("gus").get(topic.get_absolute_url()).status_code == 403
    assert topic.title not in cast.client("gus").get("/forums/open-to-guests/").text


def test_moving_back_cannot_open_what_was_written_since(cast):
    forum, members = make_forum("For guests", readers=GUESTS, writers=GUESTS), make_forum("Practice operations")
    topic = make_topic(cast.otto, forum)
    decision = tending.move(topic, members, cast.mo, WHY)
    make_reply(cast.grace, "Among us: nobody has staff.", Topic.objects.get())
    actions.undo(decision, found("piece", topic.pk), cast.mo, "A mistake.")
    page = cast.client("gus").get(Topic.objects.get().get_absolute_url()).text
    assert "We call on day three" in page
    assert "Among us" not in page
    assert "Among us" in cast.client("mia").get(Topic.objects.get().get_absolute_url()).text


def test_moving_back_cannot_open_what_was_narrowed_since(cast):
    topic = make_topic(cast.otto, make_forum("For guests", readers=GUESTS, writers=GUESTS))
    moved = tending.move(topic, make_forum("More guests", readers=GUESTS, writers=GUESTS), cast.mo, WHY)
    narrowed = actions.narrow(found("piece", topic.pk), cast.ada, "Patients read along.", MEMBERS)
    actions.undo(moved, found("piece", topic.pk), cast.mo, "A mistake.")
    topic.refresh_from_db()
    assert (topic.forum.name, topic.readers_id, topic.writers_id) == ("For guests", MEMBERS, MEMBERS)
    assert cast.client("gus").get(topic.get_absolute_url()).status_code == 403
    actions.undo(narrowed, found("piece", topic.pk), cast.ada, "It is fine.")
    assert cast.client("gus").get(topic.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "sam", "mia", "otto", "ed", "petra"])
def test_topic_cannot_be_moved_by_who_does_not_moderate(cast, topic, who):
    assert move(cast, topic, who=who).status_code in (403, 404)
    assert Topic.objects.get().forum.name == "GI oncology"
    assert "/move/" not in cast.client(who).get(topic.get_absolute_url()).text
    assert "/move/" in cast.client("mo").get(topic.get_absolute_url()).text


@pytest.mark.parametrize("data", [{"reason": " "}, {"forum": ""}, {"forum": "99999"}, {"forum": "GI oncology"}])
def test_topic_cannot_be_moved_without_reason_or_forum(cast, topic, data):
    if data.get("forum") == "GI oncology":
        data = {"forum": str(topic.forum_id)}
    answer = move(cast, topic, **data)
    assert answer.status_code == 422
    assert Topic.objects.get().forum.name == "GI oncology"
    assert not Decision.objects.exists()


def test_topic_of_a_group_cannot_be_moved_out_of_it(cast, topic):
    from collegium.groups.tests.factory import make_group

    group = make_group(cast.otto)
    Topic.objects.update(forum=None, group=group)
    topic.refresh_from_db()
    for who in ("otto", "mo"):
        answer = cast.client(who).post(f"/topics/{topic.pk}/move/", {"forum": "1", "reason": WHY, "sure": "1"})
        assert answer.status_code == 404
    assert Topic.objects.get().forum is None
