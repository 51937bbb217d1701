"""A disputed page: who manages it is told, answers within seven days, and never learns who disputes it."""

from __future__ import annotations

import pytest

from collegium.notifications.models import Notification
from collegium.organizations.actions import make_statement
from collegium.organizations.models import Claim
from collegium.organizations.tests.factory import make_manager, make_organization
from collegium.outbox.models import Mail

EVIDENCE = "I have been its secretary for nine years."
ANSWER = "The board named me two years ago."


@pytest.fixture
def page(cast):
    organization = make_organization()
    make_manager(organization, cast.otto)
    make_statement(organization, EVIDENCE, cast.reader("mia"), "dispute")
    return organization


def test_manager_is_told_and_answers(cast, page):
    address = f"{page.get_absolute_url()}dispute/"
    mail, note = Mail.objects.get(person=cast.otto), Notification.objects.get(person=cast.otto)
    assert address in mail.text
    assert note.address == address
    client = cast.client("otto")
    assert "Answer the dispute" in client.get(page.get_absolute_url()).text
    shown = client.get(address).text
    assert "You can answer until" in shown
    for secret in (EVIDENCE, "Mia Lindholm"):
        assert secret not in shown + mail.text
    assert client.post(address, {"answer": "Too short."}).status_code == 422
    assert client.post(address, {"answer": ANSWER}).status_code == 303
    dispute = Claim.objects.get()
    assert (dispute.answer, dispute.answered_by, dispute.is_ripe) == (ANSWER, cast.otto, True)
    assert "Staff have your answer" in client.get(address).text


@pytest.mark.parametrize(("who", "status"), {"vera": 403, "gus": 404, "mia": 404, "ed": 404, "ada": 404}.items())
def test_others_cannot_answer(cast, page, who, status):
    address = f"{page.get_absolute_url()}dispute/"
    assert cast.client(who).post(address, {"answer": ANSWER}).status_code == status
    assert Claim.objects.get().answer == ""


def test_page_without_a_dispute_cannot_be_answered_for(cast):
    organization = make_organization()
    make_manager(organization, cast.otto)
    assert cast.client("otto").get(f"{organization.get_absolute_url()}dispute/").status_code == 404
