"""A group: who has all of it, who its card, who a door, for whom it is not there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import Standing
from collegium.groups import actions
from collegium.groups.tests.factory import NAME, make_group, make_group_topic, seat

ABSENT = "/groups/never-was/"
TABLE = {
    "open": {"vera": 403, "gus": 403, "lars": 403, "sam": 403, "mia": 200, "ed": 200, "mo": 200, "ada": 200},
    "closed": {"vera": 403, "gus": 403, "lars": 403, "sam": 403, "mia": 200, "ed": 200, "mo": 200, "ada": 200},
    "secret": {"vera": 404, "gus": 404, "lars": 404, "sam": 404, "mia": 404, "ed": 404, "mo": 404, "ada": 200},
}
ALL_OF_IT = {
    "open": {"mia", "ed", "mo", "ada", "grace", "petra"},
    "closed": {"grace", "petra"},
    "secret": {"grace", "petra"},
}


@pytest.mark.parametrize("kind", TABLE)
def test_each_of_the_cast_gets_what_the_table_says(cast, kind):
    group = make_group(cast.petra, kind, cast.grace)
    topic = make_group_topic(group, cast.petra)
    for name, status in (TABLE[kind] | {"grace": 200, "petra": 200}).items():
        client = cast.client(name)
        page = client.get(group.get_absolute_url())
        assert page.status_code == status, name
        assert (topic.title in page.text) == (name in ALL_OF_IT[kind]), name
        assert (NAME in page.text) == (status == 200), name
        inside = 200 if name in ALL_OF_IT[kind] else 404 if kind == "secret" else 403
        assert client.get(topic.get_absolute_url()).status_code == inside, name
        assert client.get(f"{group.get_absolute_url()}about/").status_code == inside, name


def test_door_of_a_closed_group_cannot_tell_a_member_that_they_are_none(cast):
    topic = make_group_topic(make_group(cast.petra, "closed"), cast.petra)
    page = cast.client("mia").get(topic.get_absolute_url()).text
    assert "This is for the people of a group" in page
    assert "for members" not in page.lower()
    assert NAME not in page
    lapsed = cast.client("lars").get(topic.get_absolute_url()).text
    assert "This is for members" in lapsed
    assert "Your membership has ended." in lapsed


def test_people_of_a_closed_group_cannot_be_seen_from_outside(cast):
    group = make_group(cast.petra, "closed", cast.grace)
    address = f"{group.get_absolute_url()}people/"
    for name, status in {"gus": 403, "mia": 404, "mo": 404, "ed": 404, "grace": 200, "ada": 200}.items():
        answer = cast.client(name).get(address)
        assert answer.status_code == status, name
        assert ("Grace Penhaligon" in answer.text.split("<main")[1]) == (status == 200), name


def test_card_of_a_secret_group_cannot_tell_administrators_who_is_in_it_or_let_them_ask(cast):
    group = make_group(cast.petra, "secret", cast.grace)
    address, client = group.get_absolute_url(), cast.client("ada")
    card = client.get(address).text.split("<main")[1].split("</main>")[0]
    assert "2 people" in card
    assert not any(words in card for words in ("Petra", "Grace", "Ask to join", "<form"))
    assert client.get(f"{address}people/").status_code == 404
    for act in ("join", "ask"):
        assert client.post(f"{address}{act}/").status_code == 422
    assert group.places.count() == 2


def test_secret_group_cannot_be_told_from_an_absent_one(cast):
    group = make_group(cast.petra, "secret")
    for name in ("vera", "mia", "mo", "ed"):
        client = cast.client(name)
        secret = client.get(group.get_absolute_url())
        absent = client.get(ABSENT)
        assert secret.status_code == absent.status_code == 404
        blank = secret.text.replace(group.slug, "never-was")
        assert _without_token(blank) == _without_token(absent.text), name


def _without_token(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_owner_who_lapsed_cannot_enter_and_comes_back_on_renewal(cast):
    group = make_group(cast.petra, "closed", cast.grace)
    Standing.objects.filter(person=cast.grace, kind="member").update(until=timezone.now() - timedelta(minutes=1))
    assert cast.client("grace").get(group.get_absolute_url()).status_code == 403
    assert "1 person" in cast.client("petra").get(group.get_absolute_url()).text
    Standing.objects.filter(person=cast.grace, kind="member").update(until=None)
    assert cast.client("grace").get(group.get_absolute_url()).status_code == 200


def test_who_left_or_was_removed_cannot_read_on_the_next_request(cast):
    group = make_group(cast.petra, "closed", cast.grace, cast.mia)
    topic = make_group_topic(group, cast.mia)
    grace, mia = cast.client("grace"), cast.client("mia")
    assert grace.get(topic.get_absolute_url()).status_code == 200
    assert grace.post(f"{group.get_absolute_url()}leave/").status_code == 303
    assert grace.get(topic.get_absolute_url()).status_code == 403
    actions.remove_person(group.places.get(person=cast.mia))
    assert mia.get(topic.get_absolute_url()).status_code == 403
    assert topic.title not in mia.get(group.get_absolute_url()).text


def test_unconfirmed_group_cannot_be_opened_by_anybody(cast):
    group = actions.propose_group(actions.Proposal(NAME, "open", "Waiting for staff to look"), cast.mia)
    for name in ("mia", "ada", "petra"):
        assert cast.client(name).get(group.get_absolute_url()).status_code == 404, name


def test_queries_do_not_grow_with_the_people(cast, django_assert_max_num_queries):
    group = make_group(cast.petra, "open")
    make_group_topic(group, cast.petra)
    client = cast.client("petra")
    client.get(group.get_absolute_url())
    for name in ("mia", "grace", "mo", "otto"):
        make_group_topic(group, cast.petra, f"Topic of the week for {name}")
        seat(group, getattr(cast, name))
    with django_assert_max_num_queries(32):
        client.get(group.get_absolute_url())
    with django_assert_max_num_queries(32):
        client.get(f"{group.get_absolute_url()}people/")
