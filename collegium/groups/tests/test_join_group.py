"""Join, ask, invite, leave: who may, who may not."""

from __future__ import annotations

import pytest

from collegium.discussion.actions import Refused as WordsRefused
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.groups import actions
from collegium.groups.models import Place
from collegium.groups.tests.factory import make_group, make_group_topic


def test_member_joins_an_open_group_and_then_writes(cast):
    group = make_group(cast.petra)
    topic = make_group_topic(group, cast.petra)
    client = cast.client("mia")
    assert "Join it, then write." in client.get(topic.get_absolute_url()).text
    assert client.post(f"/pieces/{topic.pk}/replies/", {"body": "We trade Mondays."}).status_code == 422
    assert client.post(f"{group.get_absolute_url()}join/").status_code == 303
    assert client.post(f"/pieces/{topic.pk}/replies/", {"body": "We trade Mondays."}).status_code == 303
    assert "We trade Mondays." in cast.client("otto").get(topic.get_absolute_url()).text


def test_member_who_did_not_join_cannot_write_in_an_open_group(cast):
    group = make_group(cast.petra)
    topic = make_group_topic(group, cast.petra)
    with pytest.raises(WordsRefused):
        post_reply(topic, Words.plain("May I?"), cast.reader("mia"))
    assert cast.client("mia").get(f"{group.get_absolute_url()}topics/new/").status_code == 403
    assert not topic.replies.exists()


def test_member_cannot_join_a_closed_group_without_being_let_in(cast):
    group = make_group(cast.petra, "closed")
    assert cast.client("mia").post(f"{group.get_absolute_url()}join/").status_code == 422
    assert not Place.objects.filter(group=group, person=cast.mia).exists()


def test_guest_and_lapsed_cannot_join(cast):
    group = make_group(cast.petra)
    for name in ("vera", "gus", "lars"):
        assert cast.client(name).post(f"{group.get_absolute_url()}join/").status_code == 403, name
    assert Place.objects.filter(group=group).count() == 1


def test_asking_is_seen_by_the_owner_who_lets_in(cast):
    group = make_group(cast.petra, "closed")
    mia, petra = cast.client("mia"), cast.client("petra")
    for _time in range(2):
        mia.post(f"{group.get_absolute_url()}ask/", {"note": "I run the clinic in the next valley."})
    place = Place.objects.get(group=group, person=cast.mia)
    assert "You asked to join" in mia.get(group.get_absolute_url()).text
    assert "next valley" in petra.get(f"{group.get_absolute_url()}owner/").text
    assert petra.post(f"{group.get_absolute_url()}owner/places/{place.pk}/", {"do": "admit"}).status_code == 303
    assert cast.reader("mia").audiences >= {group.audience_id}


def test_nobody_but_an_owner_can_open_the_owners_desk(cast):
    group = make_group(cast.petra, "closed", cast.grace)
    place = Place.objects.get(group=group, person=cast.grace)
    for name, status in {"grace": 404, "mia": 403, "ada": 403, "gus": 403}.items():
        client = cast.client(name)
        assert client.get(f"{group.get_absolute_url()}owner/").status_code == status, name
        answer = client.post(f"{group.get_absolute_url()}owner/places/{place.pk}/", {"do": "promote"})
        assert answer.status_code == status, name
    place.refresh_from_db()
    assert place.role == Place.Role.MEMBER


def test_owner_cannot_decide_places_of_another_group(cast):
    mine = make_group(cast.petra, "closed")
    other = make_group(cast.otto, "closed", cast.grace, name="Another circle")
    place = Place.objects.get(group=other, person=cast.grace)
    answer = cast.client("petra").post(f"{mine.get_absolute_url()}owner/places/{place.pk}/", {"do": "remove"})
    assert answer.status_code == 404
    assert Place.objects.filter(pk=place.pk).exists()


def test_invited_member_of_a_secret_group_sees_the_card_and_accepts(cast):
    group = make_group(cast.petra, "secret")
    topic = make_group_topic(group, cast.petra)
    answer = cast.client("petra").post(f"{group.get_absolute_url()}owner/invite/", {"who": "Mia Lindholm, MD"})
    assert answer.status_code == 303
    client = cast.client("mia")
    card = client.get(group.get_absolute_url())
    assert card.status_code == 200
    assert topic.title not in card.text
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.post(f"{group.get_absolute_url()}join/").status_code == 303
    assert topic.title in client.get(group.get_absolute_url()).text


def test_guest_cannot_be_invited(cast):
    group = make_group(cast.petra, "closed")
    answer = cast.client("petra").post(f"{group.get_absolute_url()}owner/invite/", {"who": "gus"})
    assert answer.status_code == 422
    assert "No member has this name" in answer.text
    with pytest.raises(actions.Refused):
        actions.invite(group, cast.gus, cast.petra)


def test_owner_cannot_admit_somebody_who_did_not_ask(cast):
    group = make_group(cast.petra, "closed")
    place = actions.invite(group, cast.mia, cast.petra)
    with pytest.raises(actions.Refused):
        actions.admit(place, cast.petra)
    assert group.audience_id not in cast.reader("mia").audiences


def test_last_owner_cannot_leave_until_there_is_another(cast):
    group = make_group(cast.petra, "open", cast.grace)
    client = cast.client("petra")
    assert client.post(f"{group.get_absolute_url()}leave/").status_code == 422
    actions.promote(Place.objects.get(group=group, person=cast.grace))
    assert client.post(f"{group.get_absolute_url()}leave/").status_code == 303
    assert group.writers_id not in cast.reader("petra").audiences


def test_owner_cannot_be_removed(cast):
    group = make_group(cast.petra, "open", cast.grace)
    place = Place.objects.get(group=group, person=cast.petra)
    with pytest.raises(actions.Refused):
        actions.remove_person(place)
    assert Place.objects.filter(pk=place.pk).exists()


def test_announcement_stands_above_the_talk_for_its_readers_only(cast):
    group = make_group(cast.petra, "closed", cast.grace)
    client = cast.client("petra")
    client.post(f"{group.get_absolute_url()}owner/announce/", {"text": "Call on Thursday at noon."})
    assert "Call on Thursday at noon." in cast.client("grace").get(group.get_absolute_url()).text
    assert "Call on Thursday at noon." not in cast.client("mia").get(group.get_absolute_url()).text
