"""A question is offered to a few who agreed and fit; the asker sees numbers, nobody a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.accounts.models import User
from collegium.answers.asking import AT_A_TIME, IN_ALL, answer_offer, be_willing, offer, offer_waiting
from collegium.answers.models import Offer, Willing
from collegium.answers.tests.factory import make_card
from collegium.audience.actions import grant
from collegium.conversations.models import Block
from collegium.discussion import actions
from collegium.discussion.models import Piece, Subject
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_topic
from collegium.groups.tests.factory import make_group, make_group_topic
from collegium.notifications.letters import may_still_be_sent
from collegium.notifications.models import Notification
from collegium.outbox.models import Mail
from collegium.people.actions import follow, mute
from collegium.people.models import Profile, Specialty
from collegium.web.models import Society

TITLE = "Scalp cooling: who staffs the changeovers?"
TEXT = "We have four chairs. How do you do it?"


def knows(person, asks="Scalp cooling at a small site", quota=2):
    Profile.objects.update_or_create(person=person, defaults={"ask_me_about": asks})
    be_willing(person, quota)


@pytest.fixture
def topic(cast):
    return make_topic(cast.petra, title=TITLE, text=TEXT)


@pytest.fixture
def many(cast):
    """Twelve members who know about it."""
    people = []
    for number in range(12):
        person = User.objects.create_user(username=f"m{number}", handle=f"m{number}", name=f"Member {number}")
        grant(person, "member", source="test")
        knows(person)
        people.append(person)
    return people


def asked(topic):
    return set(Offer.objects.filter(topic=topic).values_list("person__handle", flat=True))


def test_the_askers_tap_offers_it_with_the_reason(cast, topic):
    knows(cast.mia)
    page = cast.client("petra").get(topic.get_absolute_url()).text
    assert f"/topics/{topic.pk}/ask/" in page
    cast.client("petra").post(f"/topics/{topic.pk}/ask/")
    given = Offer.objects.get()
    assert (given.person, given.reason, given.about) == (cast.mia, "ask-me", "Scalp cooling at a small site")
    page = cast.client("petra").get(topic.get_absolute_url()).text
    assert "offered to 1 colleague" in page
    assert "Mia" not in page
    assert "you about “Scalp cooling at a small site”" in cast.client("mia").get(f"/offers/{given.pk}/").text
    assert TITLE in cast.client("mia").get("/notifications/").text
    assert "Scalp cooling" in Mail.objects.get(person=cast.mia).text


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "mo", "ada"])
def test_others_cannot_have_it_offered(cast, topic, who):
    knows(cast.otto)
    cast.client(who).post(f"/topics/{topic.pk}/ask/")
    assert not Offer.objects.exists()
    assert f"/topics/{topic.pk}/ask/" not in cast.client(who).get(topic.get_absolute_url()).text


@pytest.mark.parametrize("who", ["vera", "petra", "otto", "mo", "ada"])
def test_others_cannot_see_or_answer_an_offer(cast, topic, who):
    knows(cast.mia)
    offer(topic.pk)
    given = Offer.objects.get()
    assert cast.client(who).get(f"/offers/{given.pk}/").status_code in (403, 404)
    assert cast.client(who).post(f"/offers/{given.pk}/answer/", {"choice": "no"}).status_code in (403, 404)
    assert Offer.objects.get().state == "open"


def _suspended(cast, topic):
    grant(cast.mia, "suspended")


def _paused(cast, topic):
    grant(cast.mia, "paused")


def _mutes_asker(cast, topic):
    mute(cast.mia, "person", cast.petra.pk)


def _mutes_forum(cast, topic):
    mute(cast.mia, "forum", topic.forum_id)


def _blocks(cast, topic):
    Block.objects.create(person=cast.mia, blocked=cast.petra)


def _is_blocked(cast, topic):
    Block.objects.create(person=cast.petra, blocked=cast.mia)


def _wrote(cast, topic):
    actions.post_reply(topic, Words.plain("On day two."), cast.reader("mia"))


def _asked_yesterday(cast, topic):
    other = make_topic(cast.ed, title="Something else entirely?")
    Offer.objects.create(topic=other, person=cast.mia, reason="subject", created_at=timezone.now() - timedelta(days=1))


def _used_up(cast, topic):
    now = timezone.now()
    for days in (4, 5):
        other = make_topic(cast.ed, title=f"Something else {days} entirely?")
        at = max(now - timedelta(days=days), timezone.localtime(now).replace(day=1, hour=0, minute=1))
        Offer.objects.create(topic=other, person=cast.mia, reason="subject", created_at=at)


def _knows_nothing(cast, topic):
    Profile.objects.update(ask_me_about="Bowling")


def _unwilling(cast, topic):
    be_willing(cast.mia, 0)


@pytest.mark.parametrize(
    "against",
    [_suspended, _paused, _mutes_asker, _mutes_forum, _blocks, _is_blocked, _wrote, _asked_yesterday, _used_up,
     _knows_nothing, _unwilling],
    ids=lambda one: one.__name__,
)  # fmt: skip
def test_whoever_has_a_reason_against_it_cannot_be_asked(cast, topic, against):
    knows(cast.mia)
    against(cast, topic)
    offer(topic.pk)
    assert "mia" not in asked(topic)


@pytest.mark.parametrize("who", ["gus", "lars", "petra"])
def test_who_may_not_write_there_or_asked_cannot_be_asked(cast, topic, who):
    knows(getattr(cast, who))
    assert offer(topic.pk) == 0


def test_who_is_not_in_a_closed_group_cannot_be_asked_about_it(cast):
    group = make_group(cast.otto, "closed", cast.grace)
    topic = make_group_topic(group, cast.otto, TITLE)
    knows(cast.mia)
    knows(cast.grace)
    offer(topic.pk)
    assert asked(topic) == {"grace"}


def test_at_most_five_stand_and_ten_are_asked_in_all(cast, topic, many):
    assert offer(topic.pk) == AT_A_TIME
    assert offer(topic.pk) == 0
    for _time in range(12):
        given = Offer.objects.filter(topic=topic, state="open").first()
        if given is None:
            break
        answer_offer(given, "no")
        assert Offer.objects.filter(topic=topic).standing().count() <= AT_A_TIME
    assert Offer.objects.filter(topic=topic).count() == IN_ALL


def test_the_best_tie_comes_first_and_the_choice_is_the_same_each_time(cast, topic):
    subject = Subject.objects.create(name="Running a practice", slug="practice")
    topic.subjects.add(subject)
    follow(cast.grace, "subject", subject.pk)
    be_willing(cast.grace, 1)
    knows(cast.mia)
    specialty, _new = Specialty.objects.get_or_create(name="Scalp surgery", defaults={"slug": "scalp-surgery"})
    Profile.objects.update_or_create(person=cast.otto, defaults={"specialty": specialty})
    be_willing(cast.otto, 1)
    offer(topic.pk)
    found = list(Offer.objects.order_by("pk").values_list("person__handle", "reason"))
    assert found == [("mia", "ask-me"), ("otto", "specialty"), ("grace", "subject")]


def test_yes_no_and_never(cast, topic):
    for person in (cast.mia, cast.otto, cast.grace):
        knows(person)
    offer(topic.pk)
    given = {one.person.handle: one.pk for one in Offer.objects.all()}
    yes = cast.client("mia").post(f"/offers/{given['mia']}/answer/", {"choice": "yes"})
    assert yes["Location"].endswith("#reply")
    cast.client("otto").post(f"/offers/{given['otto']}/answer/", {"choice": "no"})
    cast.client("grace").post(f"/offers/{given['grace']}/answer/", {"choice": "never"})
    assert not Willing.objects.filter(person=cast.grace).exists()
    topic.refresh_from_db()
    assert (topic.offered, topic.offers_taken) == (3, 1)
    assert "1 said yes" in cast.client("petra").get(topic.get_absolute_url()).text
    assert cast.client("mia").post(f"/offers/{given['mia']}/answer/", {"choice": "perhaps"}).status_code == 422


def test_what_was_passed_on_cannot_be_taken_again(cast, topic):
    knows(cast.mia)
    offer(topic.pk)
    pk = Offer.objects.get().pk
    cast.client("mia").post(f"/offers/{pk}/answer/", {"choice": "no"})
    cast.client("mia").post(f"/offers/{pk}/answer/", {"choice": "yes"})
    assert Offer.objects.get().state == "no"


def test_a_reply_settles_the_offer(cast, topic):
    knows(cast.mia)
    offer(topic.pk)
    actions.post_reply(topic, Words.plain("Volunteers do it here."), cast.reader("mia"))
    assert Offer.objects.get().state == "wrote"
    topic.refresh_from_db()
    assert topic.offers_taken == 1


def test_job_offers_what_waited_long_enough_and_nothing_else(cast, topic):
    knows(cast.mia)
    assert offer_waiting() == 0
    assert offer_waiting(timezone.now() + timedelta(hours=23)) == 0
    assert offer_waiting(timezone.now() + timedelta(hours=25)) == 1
    assert offer_waiting(timezone.now() + timedelta(hours=26)) == 0


@pytest.mark.parametrize(
    "change", [{"reply_count": 1}, {"locked_at": timezone.now()}, {"title": "No question", "text": "None."},
               {"origin": "list:3"}, {"held_at": timezone.now()}, {"hidden_at": timezone.now()}],
)  # fmt: skip
def test_job_cannot_offer_what_does_not_wait(cast, topic, change):
    knows(cast.mia)
    Piece.objects.filter(pk=topic.pk).update(**change)
    assert offer_waiting(timezone.now() + timedelta(hours=25)) == 0


def test_closed_questions_and_a_society_that_wishes_none_cannot_be_offered(cast, topic):
    knows(cast.mia)
    society = Society.current()
    Society.objects.update_or_create(pk=1, defaults={"name": "X", "short_name": "X", "ask_after_hours": 0})
    society.refresh_from_db()
    society.save()
    assert offer_waiting(timezone.now() + timedelta(hours=25)) == 0
    make_card(topic)
    assert offer(topic.pk) == 0


def test_mail_cannot_leave_when_the_offer_was_passed_on_or_the_topic_hidden(cast, topic):
    knows(cast.mia)
    offer(topic.pk)
    queued = Mail.objects.get(person=cast.mia)
    assert may_still_be_sent(queued)
    actions.hide(topic, cast.mo, "Names a patient.")
    assert not may_still_be_sent(queued)
    actions.unhide(topic)
    cast.client("mia").post(f"/offers/{Offer.objects.get().pk}/answer/", {"choice": "no"})
    assert not may_still_be_sent(queued)


def test_hidden_topic_takes_its_offer_along_so_that_nobody_can_open_it(cast, topic):
    knows(cast.mia)
    offer(topic.pk)
    actions.hide(topic, cast.mo, "Names a patient.")
    assert cast.client("mia").get(f"/offers/{Offer.objects.get().pk}/").status_code == 404
    assert Notification.objects.readable_by(cast.reader("mia")).filter(kind="asked-you").count() == 0
    assert Topic.objects.get().offered == 1


def test_member_says_how_often(cast):
    client = cast.client("mia")
    assert "You may ask me" in client.get("/settings/asking/").text
    client.post("/settings/asking/", {"on": "on", "quota": "4"})
    assert Willing.objects.get().quota == 4
    assert client.post("/settings/asking/", {"on": "on", "quota": "99"}).status_code == 422
    client.post("/settings/asking/", {"quota": "4"})
    assert not Willing.objects.exists()


@pytest.mark.parametrize("who", ["vera", "gus", "lars"])
def test_who_is_no_member_cannot_offer_to_be_asked(cast, who):
    assert cast.client(who).post("/settings/asking/", {"on": "on", "quota": "2"}).status_code == 403
    assert not Willing.objects.exists()
