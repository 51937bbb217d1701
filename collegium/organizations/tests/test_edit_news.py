"""News of an organization: put up by those who manage it, looked at for patients, read by everybody, reported."""

from __future__ import annotations

import pytest

from collegium.organizations.models import Notice, Organization
from collegium.organizations.tests.factory import make_manager, make_organization

ITEM = {
    "title": "A second infusion day",
    "day": "2026-03-02",
    "link": "https://drycreek.org/news",
    "text": "From March on Thursdays too.",
}


@pytest.fixture
def page(cast):
    page = make_organization()
    make_manager(page, cast.otto)
    return page


def put_up(cast, page, name="otto", **fields):
    return cast.client(name).post(f"{page.get_absolute_url()}edit/news/", ITEM | fields)


@pytest.mark.parametrize("name", ["vera", "gus", "mia", "sam"])
def test_everybody_reads_them(cast, page, name):
    assert put_up(cast, page).status_code == 303
    text = cast.client(name).get(page.get_absolute_url()).text
    for words in ("A second infusion day", "From March on Thursdays too.", "https://drycreek.org/news"):
        assert words in text


@pytest.mark.parametrize(("name", "status"), [("vera", 403), ("mia", 404), ("gus", 404), ("mo", 404)])
def test_others_cannot_put_up_or_take_down(cast, page, name, status):
    assert put_up(cast, page, name).status_code == status
    put_up(cast, page)
    path = f"{page.get_absolute_url()}edit/news/{Notice.objects.get().pk}/"
    assert cast.client(name).post(path).status_code == status
    assert Notice.objects.count() == 1


def test_disputed_page_cannot_get_news(cast, page):
    from django.utils import timezone

    Organization.objects.filter(pk=page.pk).update(disputed_at=timezone.now())
    assert put_up(cast, page).status_code == 404


def test_manager_takes_them_down(cast, page):
    put_up(cast, page)
    path = f"{page.get_absolute_url()}edit/news/{Notice.objects.get().pk}/"
    assert cast.client("otto").post(path).status_code == 303
    assert not Notice.objects.exists()


def test_news_of_another_page_cannot_be_taken_down(cast, page):
    put_up(cast, page)
    other = make_organization("Other Clinic")
    make_manager(other, cast.mia)
    path = f"{other.get_absolute_url()}edit/news/{Notice.objects.get().pk}/"
    assert cast.client("mia").post(path).status_code == 404
    assert Notice.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"day": "9999-99-99"},
        {"day": ""},
        {"link": "javascript:alert(1)"},
        {"text": "MRN 4471902 came in."},
    ],
)
def test_wrong_news_cannot_be_put_up(cast, page, fields):
    assert put_up(cast, page, **fields).status_code == 422
    assert not Notice.objects.exists()


def test_only_the_newest_five_stand_on_the_page(cast, page):
    for number in range(1, 8):
        put_up(cast, page, title=f"Item number {number}", day=f"2026-03-0{number}")
    text = cast.client("vera").get(page.get_absolute_url()).text
    assert "Item number 7" in text
    assert "Item number 2<" not in text


def test_moderators_read_them_in_a_report(cast, page):
    from collegium.moderation.things import find

    put_up(cast, page)
    assert "From March on Thursdays too." in find("organization", page.pk).text
