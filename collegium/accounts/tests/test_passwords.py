"""Passwords: long, not common, not made of what is common; nothing else is asked of them."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from collegium.web.models import Society

EASY = [
    "passwordpassword", "PasswordPassword", "password12345678", "aaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc",
    "abcdefghijklmnopqr", "qwertyuiopasdfghjkl", "1234567890123456", "iloveyou iloveyou", "welcome123456789!",
    "manchesterunited", "collegiumcollegium1", "zyxwvutsrqponmlkj", "password " * 12,
]  # fmt: skip
GOOD = [
    "purple otter reads slowly", "four random words do well", "correct horse battery staple", "k3Vd9xQ2pLr7TzM",
    "Der Regen fällt leise auf Harrow", "日本の春はとても美しいと思います", "xK" + "y7" * 31 + "z" * 40,
]  # fmt: skip


@pytest.mark.parametrize("password", EASY)
def test_password_made_of_common_ones_cannot_be_chosen(db, password):
    with pytest.raises(ValidationError, match="easy to guess") as refused:
        validate_password(password)
    assert len(refused.value.messages) == 1


@pytest.mark.parametrize("password", GOOD)
def test_password_may_be_anything_else(db, password):
    validate_password(password)


def test_name_of_the_society_cannot_be_the_password(cast):
    society = Society.current()
    society.name, society.short_name = "Society of Harbour Medicine", "Harbour"
    society.save()
    with pytest.raises(ValidationError, match="easy to guess"):
        validate_password("Society of Harbour Medicine 2026")


def test_own_name_cannot_be_the_password(cast):
    mia = cast.mia
    mia.name = "Wilhelmina Featherstonehaugh"
    with pytest.raises(ValidationError, match="too similar"):
        validate_password("wilhelminafeatherstonehaugh", mia)


@pytest.mark.parametrize(("name", "is_short"), [("mia", True), ("mo", False)])
def test_password_of_nine_is_enough_beside_a_second_factor_only(cast, name, is_short):
    person = getattr(cast, name)
    if is_short:
        with pytest.raises(ValidationError, match="at least 15"):
            validate_password("k3Vd9xQ2p", person)
    else:
        validate_password("k3Vd9xQ2p", person)
