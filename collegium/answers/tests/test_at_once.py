"""Two workers at the same moment exceed neither the five nor what somebody wishes."""

from __future__ import annotations

from collegium.accounts.models import User
from collegium.answers.asking import AT_A_TIME, be_willing, offer
from collegium.answers.models import Offer
from collegium.audience.actions import grant
from collegium.forums.tests.factory import make_topic
from collegium.people.models import Profile
from tests.at_once import at_once
from tests.cast import Cast

TITLE = "Scalp cooling: who staffs the changeovers?"


def willing(count: int, quota: int = 1) -> None:
    for number in range(count):
        person = User.objects.create_user(username=f"m{number}", handle=f"m{number}", name=f"Member {number}")
        grant(person, "member", source="test")
        Profile.objects.create(person=person, ask_me_about="Scalp cooling")
        be_willing(person, quota)


def test_two_workers_cannot_offer_one_question_to_more_than_five(apart: Cast) -> None:
    topic = make_topic(apart.petra, title=TITLE)
    willing(9)
    results = at_once(lambda: offer(topic.pk), lambda: offer(topic.pk))
    assert sorted(results) == [0, AT_A_TIME], results
    assert Offer.objects.count() == AT_A_TIME


def test_two_questions_at_once_cannot_exceed_a_quota(apart: Cast) -> None:
    topics = [make_topic(apart.petra, title=TITLE), make_topic(apart.otto, title="Scalp cooling, and who pays?")]
    willing(3)
    results = at_once(lambda: offer(topics[0].pk), lambda: offer(topics[1].pk))
    assert sum(results) == 3, results
    assert sorted(Offer.objects.values_list("person__handle", flat=True)) == ["m0", "m1", "m2"]
