"""`/settings/security/`: the sites one signs in to, and ending what they may know."""

from __future__ import annotations

import html
import re

import pytest

from collegium.accounts.models import Activity
from collegium.idp.models import Consent
from collegium.idp.tests.foreign import led_to, make_site


def test_sites_stand_beside_the_sessions(cast, meeting, mia):
    assert "Other sites you sign in to" not in mia.get("/settings/security/").content.decode()
    meeting.signs_in(mia, "openid email")
    page = mia.get("/settings/security/").content.decode()
    assert "Meeting site" in page
    assert "Who you are · Confirmed mail address" in html.unescape(page)


def test_what_was_ended_is_asked_for_anew_and_knows_the_person_again(cast, mia):
    site = make_site(trusted=True)
    sub = site.reads(site.signs_in(mia)["id_token"])["sub"]
    address = f"/settings/security/sites/{Consent.objects.get().pk}/end/"
    assert "may know?" in mia.get(address).content.decode()
    assert mia.post(address).status_code == 303
    assert Activity.objects.filter(person=cast.mia, what="site_ended").exists()
    assert "Other sites you sign in to" not in mia.get("/settings/security/").content.decode()
    assert "Sign in to Meeting site?" in mia.get(site.asks()).content.decode(), "vouched for or not"
    assert site.reads(site.signs_in(mia)["id_token"])["sub"] == sub
    assert led_to(mia.get(site.asks()))
    assert mia.get(address).status_code == 200


@pytest.mark.parametrize("who", ["grace", "ada", "vera"])
def test_nobody_can_end_or_see_somebody_else_s(cast, meeting, mia, who):
    meeting.signs_in(mia)
    consent = Consent.objects.get()
    client, address = cast.client(who), f"/settings/security/sites/{consent.pk}/end/"
    refused = 403 if who == "vera" else 404
    assert (client.get(address).status_code, client.post(address).status_code) == (refused, refused)
    consent.refresh_from_db()
    assert consent.ended_at is None


def test_ended_one_cannot_be_ended_again(cast, meeting, mia):
    meeting.signs_in(mia)
    address = f"/settings/security/sites/{Consent.objects.get().pk}/end/"
    assert [mia.post(address).status_code for _time in range(2)] == [303, 404]


def test_no_page_of_a_person_names_their_subject(cast, meeting, mia):
    meeting.signs_in(mia)
    assert not re.search(Consent.objects.get().subject, mia.get("/settings/security/").content.decode())
