"""ISSN: the form, and the check digit by modulo 11."""

from __future__ import annotations

import pytest

from collegium.web.issn import issn_of


@pytest.mark.parametrize("number", ["0378-5955", "0732-183X", "9999-013X", "9999-0008"])
def test_a_number_is_kept_with_its_hyphen(number):
    assert issn_of(number) == issn_of(number.replace("-", "")) == issn_of(f" issn {number.lower()} ") == number


@pytest.mark.parametrize(
    "wrong", ["0378-5954", "0732-1839", "0732-183x1", "0378 5955", "378-5955", "", "X378-5955", "²378-5955", "0378-595"]
)
def test_a_wrong_number_cannot_pass(wrong):
    with pytest.raises(ValueError, match=r".*"):
        issn_of(wrong)
