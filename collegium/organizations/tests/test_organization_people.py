"""Who works there: main place first, former ones apart; what those who manage the page answer, and who may disagree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collegium.organizations.actions import work_at
from collegium.organizations.models import Affiliation
from collegium.organizations.tests.factory import employ, make_manager, make_organization
from collegium.outbox import audit
from collegium.outbox.models import Mail
from collegium.people.actions import leave_directory


@pytest.fixture
def page(cast):
    page = make_organization()
    make_manager(page, cast.otto)
    employ(page, cast.mia)
    return page


def row_of(person):
    return Affiliation.objects.get(person=person)


def answer(cast, page, person, say, name="otto", **fields):
    path = f"{page.get_absolute_url()}people/{row_of(person).pk}/"
    return cast.client(name).post(path, {"say": say, **fields})


def work(cast, page, name, **fields):
    return cast.client(name).post(f"{page.get_absolute_url()}work/", fields)


def shown(cast, page, name="petra"):
    return cast.client(name).get(page.get_absolute_url()).text


def test_manager_confirms(cast, page):
    assert "Mia Lindholm" in cast.client("otto").get(f"{page.get_absolute_url()}people/").text
    assert answer(cast, page, cast.mia, "confirm").status_code == 303
    assert row_of(cast.mia).source == "manager"


@pytest.mark.parametrize("say", ["", "perhaps"])
def test_nothing_cannot_confirm_anybody(cast, page, say):
    assert answer(cast, page, cast.mia, say).status_code == 422
    assert row_of(cast.mia).source != "manager"


@pytest.mark.parametrize(
    ("say", "told"),
    [("confirm", "Mia Lindholm is confirmed."), ("dates", "The dates of Mia"), ("deny", "is not listed with you")],
)
def test_manager_is_told_what_was_done(cast, page, say, told):
    client, path = cast.client("otto"), f"{page.get_absolute_url()}people/"
    client.post(f"{path}{row_of(cast.mia).pk}/", {"say": say, "since": "2020-01-01"})
    assert told in client.get(path).text


@pytest.mark.parametrize(("name", "status"), [("vera", 403), ("gus", 403), ("mia", 404), ("petra", 404), ("mo", 404)])
def test_others_cannot_answer(cast, page, name, status):
    assert cast.client(name).get(f"{page.get_absolute_url()}people/").status_code == status
    assert answer(cast, page, cast.mia, "deny", name).status_code == status
    assert row_of(cast.mia).denied_at is None


def test_manager_who_is_a_guest_cannot_see_people(cast, page):
    make_manager(page, cast.gus)
    assert cast.client("gus").get(f"{page.get_absolute_url()}people/").status_code == 403


@pytest.mark.parametrize("hide", [
    lambda cast, page: work_at(cast.mia, page, consented=False), lambda cast, page: leave_directory(cast.mia),
])  # fmt: skip
def test_manager_cannot_see_or_answer_whom_consent_hides(cast, page, hide):
    hide(cast, page)
    assert "Mia Lindholm" not in cast.client("otto").get(f"{page.get_absolute_url()}people/").text
    assert answer(cast, page, cast.mia, "confirm").status_code == 404


def test_manager_corrects_dates_and_the_person_is_told(cast, page):
    assert answer(cast, page, cast.mia, "dates", since="2019-03-01", until="").status_code == 303
    assert (row_of(cast.mia).since, row_of(cast.mia).until) == (date(2019, 3, 1), None)
    assert Mail.objects.filter(person=cast.mia, subject__contains="corrected your dates").exists()


def test_end_that_manager_gives_takes_the_person_off_the_page(cast, page):
    answer(cast, page, cast.mia, "dates", since="2019-03-01", until="2020-01-01")
    assert "Mia Lindholm" not in shown(cast, page)
    assert not row_of(cast.mia).is_consented


@pytest.mark.parametrize("fields", [
    {"say": "dates"}, {"say": "dates", "since": "2020-01-02", "until": "2020-01-01"}, {"say": "erase"},
    {"say": "dates", "since": "9999-12-31"}, {"say": "dates", "since": "never"},
])  # fmt: skip
def test_wrong_answers_cannot_change_anything(cast, page, fields):
    before = row_of(cast.mia)
    path = f"{page.get_absolute_url()}people/{before.pk}/"
    assert cast.client("otto").post(path, fields).status_code == 422
    assert (row_of(cast.mia).since, row_of(cast.mia).until) == (before.since, None)


def test_denied_one_is_not_listed_anywhere_and_is_told(cast, page):
    assert answer(cast, page, cast.mia, "deny").status_code == 303
    assert "Mia Lindholm" not in shown(cast, page)
    assert "<dt>Members here</dt><dd>0</dd>" in shown(cast, page, "vera")
    assert "Mia Lindholm" not in cast.client("petra").get(f"/members/?organization={page.slug}").text
    assert Mail.objects.filter(person=cast.mia, subject__contains="not with them").exists()
    assert "You said: not with us" in cast.client("otto").get(f"{page.get_absolute_url()}people/").text


def test_person_disagrees_and_staff_settle_it(cast, page):
    answer(cast, page, cast.mia, "deny")
    assert "I do work here" in shown(cast, page, "mia")
    assert work(cast, page, "mia", on="2").status_code == 303
    assert "Mia Lindholm" in shown(cast, page)
    answer(cast, page, cast.mia, "deny")
    assert "Mia Lindholm" in shown(cast, page)
    care = f"/desk/organizations/{page.slug}/"
    assert "Do they work there?" in cast.client("ada").get(care).text
    cast.client("ada").post(care, {"step": "left", "person": "mia"})
    assert "Mia Lindholm" not in shown(cast, page)
    assert audit.about("person", cast.mia.pk).filter(what="settled an affiliation").exists()


def test_nobody_can_disagree_before_the_organization_says_no(cast, page):
    work(cast, page, "mia", on="2")
    assert row_of(cast.mia).disagreed_at is None


def test_main_place_of_work_comes_first(cast, page):
    employ(page, cast.grace)
    text = shown(cast, page)
    assert text.index("Mia Lindholm") < text.index("Grace Penhaligon")
    work(cast, page, "grace", on="1", consented="1", primary="1", since="2015-06-01")
    text = shown(cast, page)
    assert text.index("Grace Penhaligon") < text.index("Mia Lindholm")
    other = make_organization("Second Clinic")
    work(cast, other, "grace", on="1", consented="1", primary="1")
    assert list(
        Affiliation.objects.filter(person=cast.grace, is_primary=True).values_list("organization", flat=True)
    ) == [other.pk]


def test_day_that_has_not_come_cannot_be_the_first(cast, page):
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()
    assert work(cast, page, "grace", on="1", consented="1", since=tomorrow).status_code == 422
    assert not Affiliation.objects.filter(person=cast.grace).exists()


def test_former_ones_stand_apart_for_members_if_they_agree(cast, page):
    Affiliation.objects.update(since=date(2018, 1, 1))
    work(cast, page, "mia", on="0", consented="1")
    text = shown(cast, page)
    assert "Worked here before" in text
    assert "2018 to" in text
    for name in ("vera", "gus", "lars"):
        assert "Mia Lindholm" not in shown(cast, page, name)
        assert "Worked here before" not in shown(cast, page, name)
        assert "<dt>Members here</dt><dd>0</dd>" in shown(cast, page, name)


def test_former_one_who_does_not_agree_cannot_be_listed(cast, page):
    work(cast, page, "mia", on="0")
    assert "Mia Lindholm" not in shown(cast, page)
    assert "Worked here before" not in shown(cast, page)
