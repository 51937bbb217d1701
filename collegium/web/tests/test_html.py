"""Plain text of allow-listed HTML."""

from __future__ import annotations

import pytest

from collegium.web import html


@pytest.mark.parametrize(("markup", "text"), [
    ('<p>grade 2<sup><a href="#r1">1</a>,<a href="#r12">12</a></sup> fever</p>', "grade 2\u202f¹,¹² fever"),
    ("<p>10<sup>9</sup>/L, Ca<sup>2+</sup>, 10<sup>-3</sup></p>", "10⁹/L, Ca²⁺, 10⁻³"), ("<p>the 5<sup>th</sup></p>", "the 5th"),
])  # fmt: skip
def test_a_raised_number_cannot_be_read_as_part_of_the_one_before(markup, text):
    assert html.to_text(markup) == text
