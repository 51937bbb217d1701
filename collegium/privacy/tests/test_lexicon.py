"""The word lists and what the allow-list makes of them."""

import pytest

from collegium.privacy.lexicon import names, ordinary_words
from collegium.privacy.rules import allow


def test_lists_are_whole_and_read_once():
    given, family = names()
    assert len(given) > 3500
    assert len(family) > 8000
    assert len(ordinary_words()) == 39_095
    assert names() is names()


@pytest.mark.parametrize("word", ["Harold", "gladys", "Priya", "Bob"])
def test_given_names_are_known(word):
    assert allow.is_given_name(word)


@pytest.mark.parametrize("word", ["Will", "May", "Grace", "Mark", "Hope", "April", "Stage", "Herceptin", "nivolumab"])
def test_words_cannot_be_given_names(word):
    assert not allow.is_given_name(word)


@pytest.mark.parametrize("word", ["Port", "Colon", "White", "Bone", "Case"])
def test_words_cannot_be_family_names(word):
    assert not allow.is_family_name(word)
