"""Editing a page: managers and administrators, nobody else."""

from __future__ import annotations

import pytest

from collegium.organizations.tests.factory import make_manager, make_organization

FACTS = {"name": "Dry Creek Oncology", "kind": "practice", "description": "New words.", "size_employees": "12"}


@pytest.fixture
def page(cast):
    organization = make_organization()
    make_manager(organization, cast.otto)
    return organization


def test_manager_changes_facts_and_accounts(cast, page):
    facts = FACTS | {"facebook": "https://facebook.example.org/dry"}
    answer = cast.client("otto").post(f"{page.get_absolute_url()}edit/", facts)
    assert (answer.status_code, answer["Location"]) == (303, page.get_absolute_url())
    page.refresh_from_db()
    assert (page.description, page.size, page.social) == (
        "New words.", 12, {"facebook": "https://facebook.example.org/dry"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("mo", 404), ("ed", 404), ("sam", 403)]
)
def test_others_cannot_edit(cast, page, name, status):
    for path in ("edit/", "edit/story/", "edit/logo/"):
        answer = cast.client(name).post(f"{page.get_absolute_url()}{path}", FACTS | {"body": "Mine."})
        assert answer.status_code == status
    page.refresh_from_db()
    assert (page.story, page.description) == ("", "Two physicians and a visiting pharmacist.")


def test_manager_cannot_change_the_domains_that_prove_claims(cast, page):
    cast.client("otto").post(f"{page.get_absolute_url()}edit/", FACTS | {"domains": "evil.org"})
    page.refresh_from_db()
    assert page.domains == ["mail.drycreek.org"]
    cast.client("ada").post(f"{page.get_absolute_url()}edit/", FACTS | {"domains": "drycreek.net"})
    page.refresh_from_db()
    assert page.domains == ["drycreek.net"]


def test_public_mail_cannot_be_a_domain(cast, page):
    answer = cast.client("ada").post(f"{page.get_absolute_url()}edit/", FACTS | {"domains": "gmail.com"})
    assert answer.status_code == 422
    assert "gmail.com cannot stand for one organization" in answer.text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x.org", "not an address"])
def test_unsafe_addresses_cannot_be_saved(cast, page, address):
    answer = cast.client("otto").post(f"{page.get_absolute_url()}edit/", FACTS | {"facebook": address})
    assert answer.status_code == 422
    page.refresh_from_db()
    assert page.social == {}


def test_patient_data_cannot_pass_unasked(cast, page):
    answer = cast.client("otto").post(f"{page.get_absolute_url()}edit/", FACTS | {"description": "See MRN 4471902."})
    assert answer.status_code == 422
    assert "could identify a patient" in answer.text
    page.refresh_from_db()
    assert "4471902" not in page.description


def test_manager_writes_the_story(cast, page):
    answer = cast.client("otto").post(f"{page.get_absolute_url()}edit/story/", {"body": "We opened.\n\nIt held."})
    assert answer.status_code == 303
    page.refresh_from_db()
    assert page.story == "<p>We opened.</p><p>It held.</p>"
    assert (page.story_author, page.story_by) == (cast.otto, "Otto Kessel, MBA")


def test_empty_story_and_missing_logo_are_refused_with_a_sentence(cast, page):
    client = cast.client("otto")
    assert "no words yet" in client.post(f"{page.get_absolute_url()}edit/story/", {"body": ""}).text
    answer = client.post(f"{page.get_absolute_url()}edit/logo/", {})
    assert answer.status_code == 422
    assert "No file was chosen" in answer.text
