"""Who leads the society, on any day: for members, and only who is in the directory."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from collegium.membership.actions import grant_office
from collegium.membership.models import Body, Office
from collegium.people.models import Profile

ADDRESS = "/members/leadership/"


@pytest.fixture
def chair(cast):
    ethics = Body.objects.get(key="ethics")
    grant_office(cast.petra, Office.objects.get(key="chair"), date(2020, 6, 1), date(2021, 6, 1), cast.ada, body=ethics)
    return cast.petra


def test_leadership_shows_who_held_which_office_on_a_day(cast, chair):
    page = cast.client("mia").get(f"{ADDRESS}?on=2020-12-24")
    assert page.status_code == 200
    assert chair.full_name in page.text
    assert "Ethics Committee" in page.text
    later = cast.client("mia").get(f"{ADDRESS}?on=2021-12-24").text
    assert "Past Chair" in later
    assert chair.full_name not in cast.client("mia").get(f"{ADDRESS}?on=2019-12-24").text


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "sam"])
def test_leadership_cannot_be_read_by_who_is_no_member(cast, chair, who):
    answer = cast.client(who).get(f"{ADDRESS}?on=2020-12-24")
    assert answer.status_code == 403
    assert chair.name not in answer.text


def test_whoever_left_the_directory_cannot_be_found_here(cast, chair):
    Profile.objects.update_or_create(person=chair, defaults={"unlisted_at": timezone.now()})
    assert chair.full_name not in cast.client("mia").get(f"{ADDRESS}?on=2020-12-24").text


@pytest.mark.parametrize("day", ["", "yesterday", "2020-13-01", "0001-01-01"])
def test_a_day_that_is_none_cannot_be_asked_about(cast, day):
    assert cast.client("mia").get(ADDRESS, {"on": day}).status_code == 422
