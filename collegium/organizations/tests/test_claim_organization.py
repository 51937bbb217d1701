"""Claims: by work mail, by statement, second claimants, what nobody else sees."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from collegium.organizations.models import Claim, Manager
from collegium.organizations.tests.factory import make_manager, make_organization
from collegium.outbox import audit
from collegium.outbox.models import Mail

EVIDENCE = "I am the practice manager; call the number on our website."


@pytest.fixture
def page(cast):
    return make_organization()


def claim(cast, name, page, step, **fields):
    return cast.client(name).post(f"{page.get_absolute_url()}claim/", {"step": step, **fields})


def ask(cast, name, page, address="otto@drycreek.org", **fields):
    """Ask for a code; returns what the mail says."""
    mail.outbox.clear()
    assert claim(cast, name, page, "email", work_email=address, **fields).status_code == 303
    return re.search(r"\b\d{6}\b", mail.outbox[0].body).group()


def manages(cast, name, page):
    return Manager.objects.current().filter(organization=page, person=getattr(cast, name)).exists()


def test_work_mail_grants_a_first_claim_at_once(cast, page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        code = ask(cast, "otto", page)
    assert mail.outbox[0].to == ["otto@drycreek.org"]
    answer = claim(cast, "otto", page, "code", code=code)
    assert (answer.status_code, answer["Location"]) == (303, page.get_absolute_url())
    page.refresh_from_db()
    assert page.claimed_at
    assert manages(cast, "otto", page)
    assert audit.about("organization", page.pk).filter(what="claimed by work mail").exists()


def test_code_cannot_be_used_twice_or_by_others(cast, page):
    code = ask(cast, "otto", page)
    assert claim(cast, "mia", page, "code", code=code).status_code == 422
    assert claim(cast, "otto", page, "code", code=code).status_code == 303
    Manager.objects.all().delete()
    assert claim(cast, "otto", page, "code", code=code).status_code == 422
    assert not manages(cast, "otto", page)


def test_code_cannot_be_used_after_thirty_minutes(cast, page):
    code = ask(cast, "otto", page)
    Claim.objects.update(code_sent_at=timezone.now() - timedelta(minutes=30, seconds=1))
    answer = claim(cast, "otto", page, "code", code=code)
    assert answer.status_code == 422
    assert "older than 30 minutes" in answer.text


def test_code_cannot_be_guessed(cast, page):
    code = ask(cast, "otto", page)
    for number in range(5):
        assert claim(cast, "otto", page, "code", code=f"x{number}").status_code == 422
    assert claim(cast, "otto", page, "code", code=code).status_code == 422
    assert code not in str(Claim.objects.values())


def test_new_code_ends_the_old_one(cast, page):
    old, new = ask(cast, "otto", page), ask(cast, "otto", page)
    assert old == new or claim(cast, "otto", page, "code", code=old).status_code == 422
    assert claim(cast, "otto", page, "code", code=new).status_code == 303


@pytest.mark.parametrize("address", ["otto@gmail.com", "otto@elsewhere.org", "otto@co.uk", "no address"])
def test_other_addresses_cannot_get_a_code(cast, page, address):
    mail.outbox.clear()
    assert claim(cast, "otto", page, "email", work_email=address).status_code == 422
    assert mail.outbox == []


def test_not_more_than_five_codes_a_day(cast, page):
    for _time in range(5):
        ask(cast, "otto", page)
    answer = claim(cast, "otto", page, "email", work_email="otto@drycreek.org")
    assert answer.status_code == 422
    assert "Five codes" in answer.text


@pytest.mark.parametrize("name", ["gus", "mia"])
def test_guests_and_members_may_make_a_statement(cast, page, name):
    assert claim(cast, name, page, "statement", evidence=EVIDENCE).status_code == 303
    assert Claim.objects.waiting_for_staff().get().person == getattr(cast, name)
    assert "Your claim is with staff" in cast.client(name).get(f"{page.get_absolute_url()}claim/").text


@pytest.mark.parametrize(("name", "status"), [("vera", 403), ("sam", 403), ("lars", 422)])
def test_visitors_suspended_and_lapsed_cannot_claim(cast, page, name, status):
    assert claim(cast, name, page, "statement", evidence=EVIDENCE).status_code == status
    assert not Claim.objects.exists()


@pytest.mark.parametrize("name", ["vera", "mia", "mo", "ed", "gus"])
def test_pending_claim_cannot_be_seen_by_others(cast, page, name):
    before = cast.client(name).get(page.get_absolute_url()).text
    claim(cast, "otto", page, "statement", evidence=EVIDENCE)
    after = cast.client(name).get(page.get_absolute_url()).text
    assert re.sub(r'value="\w{64}"', "", before) == re.sub(r'value="\w{64}"', "", after)
    if name != "vera":
        assert EVIDENCE not in cast.client(name).get(f"{page.get_absolute_url()}claim/").text


def test_second_claimant_asks_for_access_or_disputes(cast, page):
    make_manager(page, cast.otto)
    assert "This page is claimed" in cast.client("mia").get(f"{page.get_absolute_url()}claim/").text
    code = ask(cast, "mia", page, "mia@drycreek.org", kind="access")
    claim(cast, "mia", page, "code", code=code)
    assert not manages(cast, "mia", page)
    assert Claim.objects.waiting_for_staff().get().kind == "access"


def test_second_claimant_cannot_claim_plainly(cast, page):
    make_manager(page, cast.otto)
    answer = claim(cast, "mia", page, "statement", evidence=EVIDENCE, kind="claim")
    assert answer.status_code == 422
    assert "This page is claimed" in answer.text


def test_who_comes_second_with_a_proof_cannot_take_the_page(cast, page):
    code = ask(cast, "mia", page, "mia@drycreek.org")
    make_manager(page, cast.otto)
    claim(cast, "mia", page, "code", code=code)
    assert not manages(cast, "mia", page)


def test_dispute_freezes_the_page_until_it_is_taken_back(cast, page):
    make_manager(page, cast.otto)
    claim(cast, "mia", page, "statement", evidence=EVIDENCE, kind="dispute")
    assert cast.client("otto").get(f"{page.get_absolute_url()}edit/").status_code == 404
    assert cast.client("ada").get(f"{page.get_absolute_url()}edit/").status_code == 200
    claim(cast, "mia", page, "withdraw")
    assert cast.client("otto").get(f"{page.get_absolute_url()}edit/").status_code == 200


def test_short_statement_is_refused_on_the_same_page(cast, page):
    assert claim(cast, "mia", page, "statement", evidence="Me.").status_code == 422


def test_dispute_said_again_cannot_flood_managers_or_prolong_itself(cast, page):
    make_manager(page, cast.otto)
    claim(cast, "mia", page, "statement", evidence=EVIDENCE, kind="dispute")
    Claim.objects.update(submitted_at=timezone.now() - timedelta(days=6))
    claim(cast, "mia", page, "statement", evidence=EVIDENCE + " Again.", kind="dispute")
    assert Mail.objects.filter(person=cast.otto).count() == 1
    dispute = Claim.objects.get()
    assert dispute.evidence.endswith("Again.")
    assert dispute.answer_due < timezone.now() + timedelta(days=2)


@pytest.mark.parametrize(("first", "second"), [("dispute", "access"), ("access", "dispute")])
@pytest.mark.parametrize("step", ["statement", "email"])
def test_claim_before_staff_cannot_become_another_kind(cast, page, first, second, step):
    make_manager(page, cast.otto)
    claim(cast, "mia", page, "statement", evidence=EVIDENCE, kind=first)
    answer = claim(cast, "mia", page, step, evidence=EVIDENCE, work_email="mia@drycreek.org", kind=second)
    assert answer.status_code == 422
    assert "Take it back first" in answer.text
    page.refresh_from_db()
    assert (Claim.objects.get().kind, page.disputed_at is not None) == (first, first == "dispute")


def test_not_more_than_five_statements_a_day(cast, page):
    make_manager(page, cast.otto)
    for _time in range(5):
        claim(cast, "mia", page, "statement", evidence=EVIDENCE, kind="dispute")
        claim(cast, "mia", page, "withdraw")
    answer = claim(cast, "mia", page, "statement", evidence=EVIDENCE, kind="dispute")
    assert answer.status_code == 422
    assert "five claims" in answer.text


def set_website(cast, name, page, website):
    facts = {"name": page.name, "kind": page.kind, "website": website}
    if name == "ada":
        facts["domains"] = "mail.drycreek.org"
    assert cast.client(name).post(f"{page.get_absolute_url()}edit/", facts).status_code == 303


def test_manager_cannot_widen_who_claims_by_another_website(cast, page):
    make_manager(page, cast.otto)
    set_website(cast, "otto", page, "https://colleagues-of-otto.org/")
    answer = claim(cast, "mia", page, "email", work_email="mia@colleagues-of-otto.org", kind="access")
    assert answer.status_code == 422
    assert "colleagues-of-otto.org" not in re.sub(r'value="[^"]*"', "", answer.text)
    assert not Claim.objects.exists()


def test_page_on_the_same_host_stays_a_proof_and_what_staff_list_too(cast, page):
    make_manager(page, cast.otto)
    set_website(cast, "otto", page, "https://drycreek.org/about/")
    ask(cast, "mia", page, "mia@drycreek.org", kind="access")
    set_website(cast, "otto", page, "https://elsewhere.org/")
    ask(cast, "mia", page, "mia@mail.drycreek.org", kind="access")


def test_host_that_an_administrator_sets_is_a_proof(cast, page):
    make_manager(page, cast.otto)
    set_website(cast, "otto", page, "https://elsewhere.org/")
    set_website(cast, "ada", page, "https://drycreek-clinic.org/")
    ask(cast, "mia", page, "mia@drycreek-clinic.org", kind="access")


def test_code_cannot_count_once_its_domain_is_gone(cast, page):
    code = ask(cast, "otto", page)
    page.website = ""
    page.save()
    assert claim(cast, "otto", page, "code", code=code).status_code == 422
    assert not manages(cast, "otto", page)
