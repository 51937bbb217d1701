"""`/desk/sign-ins/`: administrators see what happened around sign-ins; nobody else does."""

from __future__ import annotations

import pytest

from collegium.accounts import activity
from collegium.accounts.models import Activity

PAGE = "/desk/sign-ins/"


@pytest.fixture
def noted(cast):
    activity.note(None, Activity.What.REFUSED, cast.mia, Activity.Way.PASSWORD)
    activity.note(None, Activity.What.REFUSED, None, Activity.Way.PASSWORD)
    activity.note(None, Activity.What.PASSWORD, cast.gus)


def shown(page):
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_administrator_sees_all_lines_newest_first(cast, noted):
    page = shown(cast.client("ada").get(PAGE).text)
    assert page.index("Password changed") < page.index("A name that nobody has") < page.index(cast.mia.name)


@pytest.mark.parametrize(
    ("wish", "there", "gone"),
    [("person=mia", "Sign-in refused", "Password changed"), ("what=password", "Password changed", "Sign-in refused")],
)
def test_lines_are_found_by_person_and_kind(cast, noted, wish, there, gone):
    page = shown(cast.client("ada").get(f"{PAGE}?{wish}").text)
    assert there in page
    assert gone not in page


def test_network_nobody_came_from_gives_a_sentence_and_a_wrong_kind_422(cast, noted):
    assert "Nothing matches." in cast.client("ada").get(PAGE + "?network=198.51").text
    assert cast.client("ada").get(PAGE + "?what=everything-else").status_code == 422


@pytest.mark.parametrize(
    ("who", "status"), [("vera", 403), ("sam", 403), ("gus", 404), ("mia", 404), ("ed", 404), ("mo", 404)]
)
def test_others_cannot_see_any_line(cast, noted, who, status):
    answer = cast.client(who).get(PAGE)
    assert answer.status_code == status
    assert "Password changed" not in answer.text
