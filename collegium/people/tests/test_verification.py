"""How facts are known: recorded by a source, shown beside the fact, ended when the fact changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.accounts.models import User
from collegium.membership.events import MembershipChanged
from collegium.membership.models import Category, Membership
from collegium.organizations.actions import confirm, leave, work_at
from collegium.organizations.models import Affiliation
from collegium.organizations.tests.factory import make_organization
from collegium.people.actions import change_profile
from collegium.people.models import Verification
from collegium.people.roster_facts import verify
from collegium.people.tests.factory import make_profile
from collegium.people.verification import Fact, Source, end, marks_of, record
from collegium.web import news
from collegium.web.npi import is_npi, read_npi

ORCID = "0000-0002-1825-0097"


@pytest.mark.parametrize("number", ["1234567893", "1000000004", "1999999992", "2000000002", "2040608012", "1987654328"])
def test_valid_npi(number):
    assert is_npi(number)


@pytest.mark.parametrize(
    "text",
    [
        "1234567890", "1234657893", "3234567899", "123456789", "808401234567893", "12345678 93", "0000000000", "",
        "१२३४५६७८९३",
    ],
)  # fmt: skip
def test_wrong_npi_cannot_pass(text):
    assert read_npi(text) == ""


def test_hyphens_and_dots_of_a_typed_npi_are_left_out():
    assert read_npi(" 1234-567.893 ") == "1234567893"


def test_what_was_recorded_is_shown_with_source_and_day(cast):
    make_profile(cast.petra, orcid=ORCID)
    record(cast.petra, Fact.ORCID, Source.ORCID, value=ORCID)
    page = cast.client("mia").get("/members/petra/").text
    assert "How we know" in page
    assert "sign-in at ORCID" in page
    assert f'href="https://orcid.org/{ORCID}" rel="me nofollow noopener"' in page


def test_typed_identifier_alone_cannot_have_a_mark(cast):
    make_profile(cast.petra, orcid=ORCID, npi="1234567893")
    page = cast.client("mia").get("/members/petra/").text
    assert ORCID in page
    assert "How we know" not in page


def test_source_that_says_something_else_cannot_verify(cast):
    make_profile(cast.petra, orcid=ORCID)
    assert record(cast.petra, Fact.ORCID, Source.ORCID, value="0000-0002-1694-233X") is None
    assert record(cast.petra, Fact.NPI, Source.STAFF, by=cast.ada) is None
    assert record(cast.petra, Fact.AFFILIATION, Source.MAIL, about=7) is None
    assert marks_of(cast.petra) == {}


def test_recording_twice_is_once_and_each_source_stands_beside_the_others(cast):
    make_profile(cast.petra, npi="1234567893")
    first = record(cast.petra, Fact.NPI, Source.STAFF, by=cast.ada)
    assert record(cast.petra, Fact.NPI, Source.STAFF, by=cast.ada) == first
    record(cast.petra, Fact.NPI, Source.ROSTER)
    assert [row.source for row in marks_of(cast.petra)[Fact.NPI, 0]] == ["roster", "staff"]


def test_changed_fact_cannot_keep_its_mark_even_when_it_changes_back(cast):
    make_profile(cast.petra, npi="1234567893")
    record(cast.petra, Fact.NPI, Source.STAFF, by=cast.ada)
    change_profile(cast.petra, {"npi": "1000000004"})
    assert marks_of(cast.petra) == {}
    change_profile(cast.petra, {"npi": "1234567893"})
    assert marks_of(cast.petra) == {}
    assert Verification.objects.get().ended_at is not None


def test_change_past_all_news_cannot_keep_its_mark(cast):
    record(cast.petra, Fact.NAME, Source.STAFF, by=cast.ada)
    User.objects.filter(pk=cast.petra.pk).update(name="Petra Nobody")
    assert marks_of(User.objects.get(pk=cast.petra.pk)) == {}


def test_mark_of_a_hidden_field_cannot_be_learned(cast):
    make_profile(cast.petra, npi="1234567893", seen_identifiers="me")
    record(cast.petra, Fact.NPI, Source.STAFF, by=cast.ada)
    assert "How we know" in cast.client("petra").get("/members/petra/").text
    for name in ("mia", "grace", "mo"):
        page = cast.client(name).get("/members/petra/").text
        assert "How we know" not in page
        assert "1234567893" not in page


def test_visitors_have_marks_of_name_and_credentials_only(cast):
    from collegium.audience.models import PUBLIC
    from collegium.forums.tests.factory import make_forum, make_topic

    make_topic(cast.petra, make_forum(readers=PUBLIC))
    make_profile(cast.petra, npi="1234567893")
    record(cast.petra, Fact.NPI, Source.STAFF, by=cast.ada)
    record(cast.petra, Fact.CREDENTIALS, Source.ROSTER)
    page = cast.client("vera").get("/members/petra/").text
    assert "<b>Credentials</b>" in page
    assert "<b>NPI</b>" not in page


def test_staff_can_end_a_mark(cast):
    record(cast.petra, Fact.NAME, Source.STAFF, by=cast.ada)
    record(cast.petra, Fact.NAME, Source.ROSTER)
    assert end(cast.petra, Fact.NAME, source=Source.STAFF) == 1
    assert [row.source for row in marks_of(cast.petra)[Fact.NAME, 0]] == ["roster"]


def test_affiliation_is_verified_by_its_organization_until_it_ends(cast):
    place = make_organization()
    row = work_at(cast.mia, place, consented=True)
    confirm(row, cast.otto)
    mark = marks_of(cast.mia)[Fact.AFFILIATION, place.pk][0]
    assert (mark.source, mark.by) == ("manager", cast.otto)
    assert "the organization" in cast.client("petra").get("/members/mia/").text
    Affiliation.objects.update(since=timezone.localdate() - timedelta(days=9))
    leave(cast.mia, place)
    assert marks_of(cast.mia) == {}


def in_roster(person, **values):
    full = {"member_id": str(person.pk), "category": Category.objects.get(code="FULL"), "is_from_roster": True}
    return Membership.objects.create(person=person, **(full | values))


def test_roster_verifies_what_it_says_alike_and_nothing_else(cast):
    make_profile(cast.petra, npi="1234567893", orcid=ORCID)
    in_roster(cast.petra, roster_name="Petra Halvorsen", roster_credentials="MD", npi="1234567893")
    in_roster(cast.mia, roster_name="Mia Lindholm", is_from_roster=False)
    assert verify([cast.petra.pk, cast.mia.pk]) == 2
    assert set(marks_of(cast.petra)) == {(Fact.NAME, 0), (Fact.NPI, 0)}
    assert marks_of(cast.mia) == {}
    assert verify([cast.petra.pk]) == 0


def test_mark_of_the_roster_ends_when_the_roster_says_something_else(cast):
    make_profile(cast.petra, npi="1234567893")
    row = in_roster(cast.petra, roster_name="Petra Halvorsen", npi="1234567893")
    verify([cast.petra.pk])
    Membership.objects.filter(pk=row.pk).update(npi="1000000004")
    verify([cast.petra.pk])
    assert set(marks_of(cast.petra)) == {(Fact.NAME, 0)}


def test_news_of_the_roster_is_worked_through_in_jobs(cast):
    in_roster(cast.petra, roster_name="Petra Halvorsen")
    news.tell(MembershipChanged((cast.petra.pk,)))
    assert set(marks_of(cast.petra)) == {(Fact.NAME, 0)}


def test_wrong_identifiers_are_refused_with_a_sentence(cast):
    answer = cast.client("mia").post("/settings/profile/links/", {"npi": "1234567890", "orcid": "0000-0002-1825-0098"})
    assert answer.status_code == 422
    assert "This is no NPI" in answer.text
    assert "This is no ORCID iD" in answer.text
    isni = cast.client("mia").post("/settings/profile/links/", {"orcid": "0000-0000-0000-0001"})
    assert "This is no ORCID iD" in isni.text


def test_identifiers_are_stored_in_their_one_form(cast):
    cast.client("mia").post(
        "/settings/profile/links/", {"npi": " 1234-567893", "orcid": "https://orcid.org/0000–0002–1694–233x"}
    )
    profile = cast.mia.profile
    assert (profile.npi, profile.orcid) == ("1234567893", "0000-0002-1694-233X")
