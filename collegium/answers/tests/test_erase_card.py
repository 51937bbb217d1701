"""The asker and moderators erase a card; its words are gone, also after a restore."""

from __future__ import annotations

import pytest

from collegium.answers.models import Card, CardVersion
from collegium.answers.tests.factory import WORDS, make_card
from collegium.forums.tests.factory import make_topic
from collegium.outbox import audit, taken_back


@pytest.fixture
def card(cast):
    return make_card(make_topic(cast.petra))


@pytest.mark.parametrize("who", ["petra", "mo"])
def test_asker_and_moderator_erase_it(cast, card, who):
    assert WORDS["question"] in cast.client(who).get(f"/topics/{card.pk}/card/erase/").text
    assert cast.client(who).post(f"/topics/{card.pk}/card/erase/").status_code == 303
    assert WORDS["answer"] not in cast.client("mia").get(card.topic.get_absolute_url()).text
    assert (Card.objects.get().text, CardVersion.objects.count()) == ("", 0)
    assert audit.about("piece", card.pk).exists() == (who == "mo")


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed"])
def test_others_cannot_erase_it(cast, card, who):
    assert cast.client(who).post(f"/topics/{card.pk}/card/erase/").status_code == 403
    assert Card.objects.get().answer == WORDS["answer"]


def test_a_new_card_can_follow_and_the_old_words_cannot_come_back(cast, card):
    noted = taken_back.Noted("card", card.pk, card.created_at.isoformat())
    cast.client("petra").post(f"/topics/{card.pk}/card/erase/")
    make_card(card.topic, answer="On day one.")
    assert taken_back.repeat([noted]) == 0  # the new card is another one
    assert "On day one." in cast.client("mia").get(card.topic.get_absolute_url()).text


def test_restored_words_cannot_stay(cast, card):
    assert taken_back.repeat([taken_back.Noted("card", card.pk, card.created_at.isoformat())]) == 1
    assert Card.objects.get().text == ""
