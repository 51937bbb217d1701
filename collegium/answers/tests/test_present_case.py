"""A case is presented with a band, options and consent; its outcome is told later to those who took part."""

from __future__ import annotations

import pytest
from django.utils import timezone

from collegium.answers.actions import ask_for_outcomes
from collegium.answers.models import Case
from collegium.audience.models import GUESTS
from collegium.discussion import actions, opening
from collegium.discussion.words import Words
from collegium.forums.models import Forum, Topic
from collegium.forums.tests.factory import make_forum
from collegium.notifications.models import Notification

SENT = {
    "title": "A solitary lesion a year after surgery", "age": "70-79", "setting": "Community hospital",
    "question": "Treat it, or look again in eight weeks?", "option_1": "Radiation", "option_2": "Look again",
    "body": "Nothing else is seen, and the person feels well.", "body_format": "plain", "consent": "on",
}  # fmt: skip
OUTCOME = "It had grown, and radiation followed."


@pytest.fixture
def forum(cast):
    forum = make_forum("Thoracic oncology")
    Forum.objects.update(takes_cases=True)
    return forum


def present(cast, forum, who="petra", **more):
    return cast.client(who).post(f"/forums/{forum.slug}/case/", SENT | more)


@pytest.fixture
def case(cast, forum):
    present(cast, forum)
    return Case.objects.get()


def test_member_presents_a_case_and_its_head_stands_above_the_words(cast, forum):
    assert "Present a case" in cast.client("petra").get(f"/forums/{forum.slug}/").text
    assert "agreed, in writing" in cast.client("petra").get(f"/forums/{forum.slug}/case/").text
    address = present(cast, forum)["Location"]
    page = cast.client("mia").get(address).text
    for words in ("Seventies", "Community hospital", SENT["question"], "Radiation", "Look again", "agreed in writing"):
        assert words in page
    assert page.index(SENT["question"]) < page.index("Nothing else is seen")
    assert Case.objects.get().consent_by == cast.petra
    assert SENT["title"] in cast.client("mia").get("/search/?q=eight+weeks").text


@pytest.mark.parametrize(
    "sent",
    [{"consent": ""}, {"age": "74"}, {"question": ""}, {"setting": ""}, {"body": ""}, {"option_1": "x" * 200},
     {"remind_on": "2001-01-01"}, {"setting": "74-year-old seen on 7/2/2026"}, {"option_2": "MRN 00482913"}],
)  # fmt: skip
def test_without_consent_or_with_what_identifies_it_cannot_be_presented(cast, forum, sent):
    assert present(cast, forum, **sent).status_code == 422
    assert not Topic.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 403), ("lars", 403), ("sam", 403)])
def test_who_may_not_start_a_topic_cannot_present_a_case(cast, forum, who, status):
    assert present(cast, forum, who).status_code == status
    assert not Case.objects.exists()


def test_a_forum_that_is_not_marked_cannot_take_one(cast, forum):
    other = make_forum("Open forum")
    assert present(cast, other).status_code == 404
    assert "Present a case" not in cast.client("petra").get(f"/forums/{other.slug}/").text


def test_sent_twice_it_is_one_case(cast, forum):
    for _time in range(2):
        present(cast, forum, token="c" * 32)
    assert (Case.objects.count(), Topic.objects.count()) == (1, 1)


def test_outcome_is_told_to_those_who_took_part(cast, case):
    actions.post_reply(case.topic, Words.plain("Look again."), cast.reader("mia"))
    cast.client("petra").post(f"/topics/{case.pk}/outcome/", {"outcome": OUTCOME})
    cast.client("petra").post(f"/topics/{case.pk}/outcome/", {"outcome": f"{OUTCOME} Scans are quiet."})
    assert OUTCOME in cast.client("otto").get(case.topic.get_absolute_url()).text
    assert list(Notification.objects.filter(kind="known").values_list("person__handle", flat=True)) == ["mia"]


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "mo", "ada"])
def test_others_cannot_say_what_came_of_it(cast, case, who):
    assert cast.client(who).post(f"/topics/{case.pk}/outcome/", {"outcome": OUTCOME}).status_code == 403
    assert Case.objects.get().outcome == ""


def test_outcome_that_identifies_a_patient_cannot_pass_unasked(cast, case):
    answer = cast.client("petra").post(f"/topics/{case.pk}/outcome/", {"outcome": "MRN 00482913, born 7/2/1968"})
    assert answer.status_code == 422
    assert Case.objects.get().outcome == ""


def test_author_is_asked_for_the_outcome_once(cast, case):
    Case.objects.update(remind_on=timezone.localdate())
    assert (ask_for_outcomes(), ask_for_outcomes()) == (1, 0)


def test_taking_the_topic_back_erases_the_case(cast, case):
    actions.take_back(case.topic)
    assert not Case.objects.exists()
    assert not Topic.objects.filter(is_case=True).exists()


@pytest.mark.parametrize("who", ["vera", "gus", "lars"])
def test_who_cannot_read_the_topic_cannot_find_the_case(cast, case, who):
    assert cast.client(who).get(case.topic.get_absolute_url()).status_code == 403
    assert SENT["title"] not in cast.client(who).get("/search/?q=eight+weeks").text
    opening.open_to_guests(case.topic, by=cast.ada)
    page = cast.client("gus").get(case.topic.get_absolute_url()).text
    assert SENT["question"] in page
    assert case.topic.open_to_id == GUESTS or case.topic.open_to_id is not None


def test_forum_with_cases_has_them_in_the_menu_of_a_phone_but_not_for_guests(cast, forum):
    address = f"/forums/{forum.slug}/"
    page = cast.client("petra").get(address).text
    assert page.count('<li class="opens"><a href="/forums/') == 1
    assert page.count('class="btn wide" href="/forums/') == 1
    assert "Present a case" not in cast.client("gus").get(address).text
