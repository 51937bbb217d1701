"""Facets are counted from what was read of a directory once: exact, and nobody who is not listed."""

from __future__ import annotations

from django.http import QueryDict

from collegium.web.facets import Choices, Marks, grouped, largest_first

HAVING = {"color": {"red": [1, 2, 9], "blue": [3], "gray": [9]}, "size": {"big": [2, 3], "small": [1]}}
MARKS = Marks([3, 1, 2], HAVING)  # 9 is not listed


def choices(query: str = "") -> Choices:
    return Choices(QueryDict(query), ("color", "size"))


def test_all_are_chosen_in_order_when_nothing_is():
    assert list(MARKS.chosen(choices())) == [3, 1, 2]
    assert MARKS.counts("color", choices()) == {"red": 2, "blue": 1}


def test_values_of_one_facet_add_up_and_facets_narrow_each_other():
    assert list(MARKS.chosen(choices("color=red&color=blue"))) == [3, 1, 2]
    assert list(MARKS.chosen(choices("color=red&size=big"))) == [2]
    assert MARKS.counts("size", choices("color=red&size=big")) == {"big": 1, "small": 1}
    assert MARKS.counts("color", choices("color=red&size=big")) == {"red": 1, "blue": 1}


def test_what_was_found_keeps_its_order():
    assert list(MARKS.chosen(choices("size=big"), [2, 1, 3])) == [2, 3]
    assert MARKS.counts("color", choices(), [2, 1]) == {"red": 2}
    assert MARKS.counts("color", None, []) == {}


def test_who_is_not_listed_cannot_be_chosen_or_counted():
    assert list(MARKS.chosen(choices("color=gray"))) == []
    assert "gray" not in MARKS.counts("color", choices())
    assert list(MARKS.chosen(choices("color=red"), [9, 1])) == [1]


def test_unknown_values_cannot_choose_anybody():
    assert list(MARKS.chosen(choices("color=green"))) == []
    assert list(MARKS.chosen(choices("color=green&color=blue"))) == [3]


def test_empty_values_cannot_be_counted():
    assert grouped(["a", "", None, "a"], [1, 2, 3, 4]) == {"a": [1, 4]}


def test_the_most_frequent_come_first():
    assert largest_first({"b": 1, "c": 2, "a": 1}) == [("c", 2), ("a", 1), ("b", 1)]
