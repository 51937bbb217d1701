"""`/organizations/add/`: members propose, staff decide; nobody else learns of a proposal."""

from __future__ import annotations

import pytest

from collegium.organizations import actions
from collegium.organizations.models import Organization, Proposal
from collegium.organizations.tests.factory import make_organization
from collegium.outbox import audit
from collegium.outbox.models import Mail

FORM = {
    "name": "Mesa Verano Oncology",
    "kind": "practice",
    "city": "Verano",
    "state": "New Mexico",
    "country": "United States",
}
ADDRESS = "/organizations/add/"


@pytest.fixture
def proposal(cast):
    return actions.propose(FORM | {"website": "https://mesaverano.example.org/"}, cast.mia)


def decide(cast, proposal, who="ada", **said):
    return cast.client(who).post(f"/desk/organizations/proposals/{proposal.pk}/", said)


def test_member_proposes_and_staff_take_it_in(cast):
    assert cast.client("mia").post(ADDRESS, FORM).status_code == 303
    assert "waits for staff" in cast.client("mia").get(ADDRESS).text
    assert "Mesa Verano Oncology" in cast.client("ada").get("/desk/organizations/").text
    assert decide(cast, Proposal.objects.get(), decision="accept").status_code == 303
    page = Organization.objects.get(name="Mesa Verano Oncology")
    assert (page.city, page.claimed_at) == ("Verano", None)
    assert page.get_absolute_url() in Mail.objects.get(person=cast.mia).text
    assert audit.about("organization", page.pk).filter(what="took in a proposed organization", by=cast.ada).exists()
    assert "Mesa Verano" in cast.client("vera").get("/organizations/?q=verano").text
    assert "Mesa Verano" in cast.client("vera").get("/search/?q=verano").text


@pytest.mark.parametrize("who", ["gus", "lars", "sam", "vera"])
def test_others_cannot_propose(cast, who):
    assert cast.client(who).get(ADDRESS).status_code == 403
    assert cast.client(who).post(ADDRESS, FORM).status_code == 403
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("who", ["mia", "mo", "ed", "gus", "vera"])
def test_only_administrators_can_decide(cast, proposal, who):
    assert decide(cast, proposal, who, decision="accept").status_code in (403, 404)
    assert not Organization.objects.filter(name=proposal.name).exists()


@pytest.mark.parametrize("who", ["petra", "otto", "gus", "vera", "ed", "mo"])
def test_what_waits_cannot_be_found_by_others(cast, proposal, who):
    client = cast.client(who)
    for address in (
        "/organizations/?q=mesa",
        "/organizations/complete/?q=mesa",
        "/search/?q=mesa+verano",
        ADDRESS,
        "/desk/",
    ):
        assert "Mesa Verano" not in client.get(address).text


def test_administrator_adds_one_at_once(cast):
    answer = cast.client("ada").post(ADDRESS, FORM)
    page = Organization.objects.get(name="Mesa Verano Oncology")
    assert answer["Location"] == page.get_absolute_url()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"name": "MESA VERANO ONCOLOGY"},
        {"name": "Verano Cancer", "website": "https://mesaverano.example.org/about"},
    ],
)
def test_one_that_is_there_cannot_be_proposed_unseen(cast, said):
    there = make_organization(name=FORM["name"], slug="mesa", city="Verano", website="https://mesaverano.example.org")
    answer = cast.client("mia").post(ADDRESS, FORM | said)
    assert answer.status_code == 422
    assert there.get_absolute_url() in answer.text
    assert not Proposal.objects.exists()
    assert cast.client("mia").post(ADDRESS, FORM | said | {"is_another": "on"}).status_code == 303


def test_merged_one_cannot_be_shown_as_alike(cast):
    make_organization(name=FORM["name"], slug="mesa", state_of_page=Organization.State.WITHDRAWN)
    assert cast.client("mia").post(ADDRESS, FORM).status_code == 303


def test_staff_say_which_page_it_has(cast, proposal):
    there = make_organization(name="Mesa Verano Oncology, P.C.", slug="mesa", website="https://mesaverano.example.org")
    assert there.name in cast.client("ada").get("/desk/organizations/").text
    assert decide(cast, proposal, decision=str(there.pk)).status_code == 303
    assert Organization.objects.filter(name__startswith="Mesa").count() == 1
    assert there.get_absolute_url() in Mail.objects.get(person=cast.mia).text
    assert there.get_absolute_url() in cast.client("mia").get(ADDRESS).text


def test_without_a_reason_nothing_can_be_declined(cast, proposal):
    assert decide(cast, proposal, decision="decline").status_code == 422
    assert decide(cast, proposal, decision="decline", reason="It closed in 2019.").status_code == 303
    assert "It closed in 2019." in Mail.objects.get(person=cast.mia).text
    assert "It closed in 2019." in cast.client("mia").get(ADDRESS).text


def test_nothing_can_be_decided_twice(cast, proposal):
    decide(cast, proposal, decision="accept")
    answer = decide(cast, proposal, decision="decline", reason="No.")
    assert (answer.status_code, "decided already" in answer.text) == (422, True)
    assert Organization.objects.filter(name=proposal.name).count() == 1


@pytest.mark.parametrize("decision", ["", "0", "-1", "accepted", "9" * 30])
def test_rubbish_cannot_decide(cast, proposal, decision):
    assert decide(cast, proposal, decision=decision).status_code == 404
    proposal.refresh_from_db()
    assert proposal.decided_at is None


def test_sixth_proposal_cannot_wait(cast):
    for number in range(5):
        actions.propose(FORM | {"name": f"Practice {number}"}, cast.mia)
    answer = cast.client("mia").post(ADDRESS, FORM)
    assert (answer.status_code, "wait already" in answer.text) == (422, True)
    assert Proposal.objects.count() == 5


def test_website_that_a_member_gave_cannot_prove_a_claim_before_staff_looked(cast, proposal):
    page = actions.accept_proposal(proposal, cast.ada)
    assert page.host_unproven_at is not None
    assert page.name in cast.client("ada").get("/desk/organizations/").text


@pytest.mark.parametrize(
    ("field", "text"), [("website", "javascript:alert(1)"), ("name", ""), ("city", ""), ("kind", "circus")]
)
def test_wrong_facts_cannot_be_proposed(cast, field, text):
    assert cast.client("mia").post(ADDRESS, FORM | {field: text}).status_code == 422
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("name", ["Add", "complete"])
def test_name_of_a_screen_cannot_be_the_address_of_a_page(cast, name):
    page = actions.take_in_organization(FORM | {"name": name}, cast.ada)
    assert cast.client("vera").get(page.get_absolute_url()).status_code == 200
    assert page.slug not in ("add", "complete")
