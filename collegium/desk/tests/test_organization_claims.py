"""The desk's claims: administrators decide, with a reason, once; it is logged and told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from collegium.organizations.actions import Refused, answer_dispute, decide, make_statement
from collegium.organizations.models import Claim, Manager
from collegium.organizations.tests.factory import make_manager, make_organization
from collegium.outbox import audit
from collegium.outbox.models import Mail

EVIDENCE = "I am the practice manager; call the number on our website."


@pytest.fixture
def waiting(cast):
    return make_statement(make_organization(), EVIDENCE, cast.reader("mia"))


def post(cast, name, waiting, **fields):
    return cast.client(name).post(f"/desk/organizations/claims/{waiting.pk}/", fields)


@pytest.mark.parametrize(("name", "status"), [("vera", 403), ("mia", 404), ("ed", 404), ("mo", 404), ("otto", 404)])
def test_others_cannot_see_or_decide(cast, waiting, name, status):
    assert cast.client(name).get("/desk/organizations/").status_code == status
    assert post(cast, name, waiting, grant="1", reason="Because.").status_code == status
    assert Claim.objects.open().exists()


def test_administrator_sees_the_evidence_and_grants(cast, waiting):
    page = cast.client("ada").get("/desk/organizations/").text
    assert EVIDENCE in page
    mail.outbox.clear()
    assert post(cast, "ada", waiting, grant="1", reason="Called the clinic.").status_code == 303
    assert Manager.objects.current().get().person == cast.mia
    line = audit.about("organization", waiting.organization_id).first()
    assert (line.by, line.what, line.why) == (cast.ada, "granted a claim", "Called the clinic.")
    assert mail.outbox[0].to == ["mia@example.org"]


def test_refusal_tells_the_reason_and_gives_nothing(cast, waiting):
    mail.outbox.clear()
    post(cast, "ada", waiting, grant="0", reason="Nobody knows you there.")
    assert not Manager.objects.exists()
    assert "Nobody knows you there." in mail.outbox[0].body


def test_decision_without_a_reason_is_refused(cast, waiting):
    assert post(cast, "ada", waiting, grant="1", reason="").status_code == 422
    assert Claim.objects.open().exists()


def test_nobody_can_decide_twice(cast, waiting):
    decide(waiting, cast.ada, grant=False, reason="No.")
    with pytest.raises(Refused):
        decide(waiting, cast.ada, grant=True, reason="Yes.")
    assert post(cast, "ada", waiting, grant="1", reason="Yes.").status_code == 422
    assert not Manager.objects.exists()


def test_granted_dispute_ends_the_former_management(cast):
    page = make_organization()
    make_manager(page, cast.otto)
    dispute = make_statement(page, EVIDENCE, cast.reader("mia"), "dispute")
    page.refresh_from_db()
    assert page.disputed_at
    answer_dispute(page, "The board named me two years ago.", cast.otto)
    decide(dispute, cast.ada, grant=True, reason="The board wrote to us.")
    assert "you do not manage the page" in Mail.objects.filter(person=cast.otto).latest("pk").text
    page.refresh_from_db()
    assert page.disputed_at is None
    assert [row.person for row in Manager.objects.current()] == [cast.mia]


def test_refused_dispute_gives_the_page_back(cast):
    page = make_organization()
    make_manager(page, cast.otto)
    dispute = make_statement(page, EVIDENCE, cast.reader("mia"), "dispute")
    Claim.objects.filter(pk=dispute.pk).update(submitted_at=timezone.now() - timedelta(days=8))
    decide(dispute, cast.ada, grant=False, reason="Otto is right.")
    page.refresh_from_db()
    assert page.disputed_at is None
    assert [row.person for row in Manager.objects.current()] == [cast.otto]


def test_dispute_cannot_be_decided_before_it_was_answered_or_seven_days_are_over(cast):
    page = make_organization()
    make_manager(page, cast.otto)
    dispute = make_statement(page, EVIDENCE, cast.reader("mia"), "dispute")
    ada = cast.client("ada")
    assert "may answer until" in ada.get("/desk/organizations/").text
    early = {"grant": "1", "reason": "The board wrote to us."}
    assert ada.post(f"/desk/organizations/claims/{dispute.pk}/", early).status_code == 422
    answer_dispute(page, "The board named me two years ago.", cast.otto)
    assert "The board named me two years ago." in ada.get("/desk/organizations/").text
    assert ada.post(f"/desk/organizations/claims/{dispute.pk}/", early).status_code == 303
