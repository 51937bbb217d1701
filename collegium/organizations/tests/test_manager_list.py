"""Who manages a page: a second manager, handing over, leaving, suspended, what ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.accounts.actions import restore, suspend
from collegium.organizations.actions import deadlines
from collegium.organizations.models import Claim, Manager, Organization
from collegium.organizations.tests.factory import make_manager, make_organization
from collegium.outbox import audit
from collegium.outbox.models import Mail


@pytest.fixture
def page(cast):
    page = make_organization()
    make_manager(page, cast.otto)
    return page


def post(cast, name, page, step, at="managers", **fields):
    return cast.client(name).post(f"{page.get_absolute_url()}{at}/", {"step": step, **fields})


def managers(page):
    return sorted(Manager.objects.current().filter(organization=page).values_list("person__handle", flat=True))


def claimed(page):
    return Organization.objects.get(pk=page.pk).claimed_at is not None


@pytest.mark.parametrize("name", ["vera", "mia", "gus", "mo", "lars", "ada"])
def test_others_cannot_see_who_manages(cast, page, name):
    assert cast.client(name).get(f"{page.get_absolute_url()}managers/").status_code == (403 if name == "vera" else 404)
    assert post(cast, name, page, "leave").status_code in (403, 404)
    assert managers(page) == ["otto"]


def test_second_manager_is_invited_and_accepts(cast, page):
    assert post(cast, "otto", page, "invite", person="@mia").status_code == 303
    assert managers(page) == ["otto"]
    assert "Otto" in cast.client("mia").get(f"{page.get_absolute_url()}claim/").text
    assert post(cast, "mia", page, "accept", "claim").status_code == 303
    assert managers(page) == ["mia", "otto"]


def test_page_is_handed_over_once_the_other_accepts(cast, page):
    post(cast, "otto", page, "invite", person="mia", hands_over="on")
    assert managers(page) == ["otto"]
    post(cast, "mia", page, "accept", "claim")
    assert managers(page) == ["mia"]
    assert Mail.objects.filter(person=cast.otto, subject__contains="other hands").exists()
    assert audit.about("organization", page.pk).filter(what="handed a page over").exists()


def test_invitation_cannot_be_accepted_by_others_or_after_it_was_taken_back(cast, page):
    post(cast, "otto", page, "invite", person="mia")
    post(cast, "grace", page, "accept", "claim")
    post(cast, "otto", page, "withdraw-mia")
    post(cast, "mia", page, "accept", "claim")
    assert managers(page) == ["otto"]


def test_invitation_cannot_outlive_whoever_invited(cast, page):
    post(cast, "otto", page, "invite", person="mia")
    Manager.objects.update(until=timezone.now())
    post(cast, "mia", page, "accept", "claim")
    assert managers(page) == []


def test_invitation_of_a_suspended_manager_cannot_be_accepted(cast, page):
    post(cast, "otto", page, "invite", person="mia")
    suspend(cast.otto, cast.ada, "It was not his page.")
    post(cast, "mia", page, "accept", "claim")
    assert managers(page) == ["otto"]
    restore(cast.otto, cast.ada, "It was.")
    post(cast, "mia", page, "accept", "claim")
    assert managers(page) == ["mia", "otto"]


@pytest.mark.parametrize("handle", ["nobody", "gus", "lars", "sam", "otto", ""])
def test_who_is_no_member_of_the_directory_cannot_be_invited(cast, page, handle):
    assert post(cast, "otto", page, "invite", person=handle).status_code == 422
    assert not Claim.objects.exists()


def test_manager_who_is_a_guest_cannot_learn_who_is_a_member(cast, page):
    make_manager(page, cast.gus)
    texts = [post(cast, "gus", page, "invite", person=handle).text for handle in ("mia", "nobody")]
    assert "Only members invite others" in texts[0]
    assert "No member in the directory" not in texts[1]


def test_one_of_two_leaves_and_the_page_stays_claimed(cast, page):
    make_manager(page, cast.mia)
    post(cast, "otto", page, "leave")
    assert managers(page) == ["mia"]
    assert claimed(page)


def test_last_manager_leaves_an_unclaimed_page(cast, page):
    post(cast, "otto", page, "leave")
    assert not claimed(page)
    assert Mail.objects.filter(person=cast.otto, text__contains="unclaimed again").exists()
    assert "Claim this organization" in cast.client("vera").get(page.get_absolute_url()).text


def test_disputed_page_cannot_be_left(cast, page):
    Organization.objects.filter(pk=page.pk).update(disputed_at=timezone.now())
    post(cast, "otto", page, "leave")
    assert managers(page) == ["otto"]


def care(cast, page, step, name="ada", **fields):
    return cast.client(name).post(f"/desk/organizations/{page.slug}/", {"step": step, **fields})


def test_suspended_page_cannot_be_changed_or_claimed(cast, page):
    assert care(cast, page, "suspend", why="A complaint is open.").status_code == 303
    assert cast.client("otto").get(f"{page.get_absolute_url()}edit/").status_code == 404
    answer = post(cast, "mia", page, "statement", "claim", evidence="I am the practice manager there.", kind="dispute")
    assert answer.status_code == 422
    assert "Staff look after this page" in answer.text
    assert Mail.objects.filter(person=cast.otto, text__contains="A complaint is open.").exists()
    assert care(cast, page, "resume", why="It was settled.").status_code == 303
    assert cast.client("otto").get(f"{page.get_absolute_url()}edit/").status_code == 200


def test_staff_end_a_management_with_a_reason(cast, page):
    assert care(cast, page, "end", person="otto").status_code == 422
    assert care(cast, page, "end", person="otto", why="He left the practice.").status_code == 303
    assert managers(page) == []
    assert not claimed(page)
    assert audit.about("organization", page.pk).filter(what="ended a management", why="He left the practice.").exists()


def test_staff_invite_somebody_to_an_unclaimed_page(cast):
    page = make_organization()
    assert care(cast, page, "invite", person=cast.gus.email).status_code == 303
    assert "The society" not in cast.client("gus").get(f"{page.get_absolute_url()}claim/").text
    post(cast, "gus", page, "accept", "claim")
    assert managers(page) == ["gus"]
    assert claimed(page)


def test_website_that_staff_confirm_counts_again(cast, page):
    Organization.objects.filter(pk=page.pk).update(host_unproven_at=timezone.now())
    assert "Websites to confirm" in cast.client("ada").get("/desk/organizations/").text
    care(cast, page, "confirm")
    assert Organization.objects.get(pk=page.pk).host_unproven_at is None


@pytest.mark.parametrize("name", ["vera", "mia", "otto", "mo", "ed"])
def test_others_cannot_care_for_pages(cast, page, name):
    assert cast.client(name).get(f"/desk/organizations/{page.slug}/").status_code in (403, 404)
    assert care(cast, page, "end", name, person="otto", why="Because I can.").status_code in (403, 404)
    assert managers(page) == ["otto"]


@pytest.mark.parametrize("fields", [{}, {"step": "erase"}, {"step": "suspend"}, {"step": "invite", "person": "nobody"}])
def test_half_filled_forms_cannot_do_anything(cast, page, fields):
    assert cast.client("ada").post(f"/desk/organizations/{page.slug}/", fields).status_code == 422
    assert Organization.objects.get(pk=page.pk).suspended_at is None


def test_claims_end_after_thirty_days_and_are_told_before(cast):
    page = make_organization()
    post(cast, "mia", page, "email", "claim", work_email="mia@drycreek.org")
    created = Claim.objects.get().created_at
    assert deadlines.remind(created + timedelta(days=22)) == 0
    assert deadlines.remind(created + timedelta(days=24)) == 1
    assert deadlines.remind(created + timedelta(days=25)) == 0
    assert Mail.objects.filter(person=cast.mia, subject__contains="ends soon").count() == 1
    assert deadlines.expire(created + timedelta(days=29)) == 0
    assert deadlines.expire(created + timedelta(days=30)) == 1
    assert Claim.objects.get().outcome == "expired"


def test_claim_before_staff_cannot_expire(cast):
    page = make_organization()
    post(cast, "mia", page, "statement", "claim", evidence="I am the practice manager there.")
    assert deadlines.expire(timezone.now() + timedelta(days=400)) == 0


def test_rivals_are_shown_beside_each_other_and_the_second_asks_for_access(cast):
    page = make_organization()
    post(cast, "mia", page, "statement", "claim", evidence="I am the practice manager there.")
    post(cast, "grace", page, "statement", "claim", evidence="I am its medical director, call me.")
    assert "2 people ask for this page." in cast.client("ada").get("/desk/organizations/").text
    first = Claim.objects.get(person=cast.mia)
    fields = {"grant": "1", "reason": "On their letterhead.", "document": "Letter of 3 May"}
    assert cast.client("ada").post(f"/desk/organizations/claims/{first.pk}/", fields).status_code == 303
    first.refresh_from_db()
    assert (first.method, first.document) == ("document", "Letter of 3 May")
    assert Claim.objects.get(person=cast.grace).kind == "access"
    assert "Letter of 3 May" not in cast.client("mia").get(f"{page.get_absolute_url()}claim/").text
