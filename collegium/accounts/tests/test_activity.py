"""What happens around sign-ins leaves a line: for the person, for 90 days, never with what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from collegium.accounts import activity, tasks
from collegium.accounts.models import Activity
from collegium.accounts.tests.factory import browser, code_in_mail, totp_code
from tests.cast import PASSWORD, TOTP_SECRET

LOGIN = "/accounts/login/"
NEW = "five other words are fine"
TYPED = "not the password at all"


def lines(person=None):
    return list(Activity.objects.filter(person=person).order_by("pk").values_list("what", "way"))


def proven(name):
    """A browser whose person gave the password a second time, as changes of a sign-in ask for."""
    client = browser()
    client.post(LOGIN, {"login": name, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_sign_in_by_password_leaves_a_line_with_the_network(cast):
    browser().post(LOGIN, {"login": "mia", "password": PASSWORD}, REMOTE_ADDR="203.0.113.77")
    line = Activity.objects.get()
    assert (line.person, line.what, line.way, line.network) == (cast.mia, "signed_in", "password", "203.0.113.0/24")


def test_sign_in_with_a_second_factor_names_it_and_a_wrong_code_is_refused(cast):
    client = browser()
    client.post(LOGIN, {"login": "mo", "password": PASSWORD})
    assert lines(cast.mo) == []
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(TOTP_SECRET)})
    assert lines(cast.mo) == [("refused", "totp"), ("signed_in", "totp")]


@pytest.mark.parametrize("name", ["mia", "MIA", "mia@example.org", "Mia@Example.org"])
def test_wrong_password_leaves_a_line_by_whatever_name(cast, name):
    browser().post(LOGIN, {"login": name, "password": TYPED})
    assert lines(cast.mia) == [("refused", "password")]


def test_name_that_nobody_has_leaves_a_line_of_nobody(cast):
    browser().post(LOGIN, {"login": "My secret by mistake", "password": TYPED})
    assert lines() == [("refused", "password")]


def test_what_was_typed_cannot_be_read_from_any_line(cast):
    browser().post(LOGIN, {"login": "My secret by mistake", "password": TYPED})
    browser().post(LOGIN, {"login": "mia", "password": TYPED})
    stored = str(list(Activity.objects.values()))
    assert Activity.objects.count() == 2
    for word in ("secret", "mistake", TYPED, "mia@", "127.0.0.1"):
        assert word not in stored


@pytest.mark.parametrize("known", [True, False])
def test_wrong_mailed_code_leaves_one_line_whether_the_account_is_known_or_not(cast, known):
    client = browser()
    client.post("/accounts/login/code/", {"email": "mia@example.org" if known else "nobody@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": "BBBBBB"})
    assert list(Activity.objects.values_list("person", "what", "way", "times")) == [
        (cast.mia.pk if known else None, "refused", "code", 1)
    ]


def test_mailed_code_signs_in_and_leaves_a_line(cast):
    client = browser()
    client.post("/accounts/login/code/", {"email": "mia@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    assert lines(cast.mia) == [("signed_in", "code")]


def test_suspended_person_is_refused_with_a_line(cast):
    browser().post(LOGIN, {"login": "sam", "password": PASSWORD})
    assert lines(cast.sam) == [("refused", "suspended")]


def test_many_tries_within_an_hour_are_one_line(cast, time_machine):
    for _try in range(3):
        browser().post(LOGIN, {"login": "mia", "password": TYPED})
    assert [line.times for line in Activity.objects.all()] == [3]
    time_machine.shift(3700)
    browser().post(LOGIN, {"login": "mia", "password": TYPED})
    assert [line.times for line in Activity.objects.order_by("pk")] == [3, 1]


def test_changed_password_and_forgotten_password_leave_lines(cast):
    client = browser()
    client.post(LOGIN, {"login": "mia", "password": PASSWORD})
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert lines(cast.mia)[-1] == ("password", "")
    client = browser()
    client.post("/accounts/password/reset/", {"email": "grace@example.org"})
    client.post("/accounts/password/reset/confirm/", {"code": code_in_mail()})
    client.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW})
    assert ("password", "password_reset") in lines(cast.grace)


def test_address_added_and_removed_leaves_lines(cast):
    client = proven("mia")
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    client.post("/accounts/email/", {"action_remove": "", "email": "new@example.org"})
    assert lines(cast.mia)[1:] == [("address_added", ""), ("address_removed", "")]


def test_second_factor_removed_and_codes_made_leave_lines(cast, django_capture_on_commit_callbacks):
    client = proven("mia")
    TOTP.activate(cast.mia, TOTP_SECRET)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")
    assert ("factor_removed", "totp") in lines(cast.mia)
    assert ("codes_renewed", "") in lines(cast.mia)


@pytest.mark.parametrize("address", ["/desk/", "/desk/log/", "/admin/"])
def test_page_for_staff_refused_leaves_a_line_of_a_member_and_none_of_a_visitor(cast, address):
    assert cast.client("mia").get(address).status_code == 404
    assert cast.client("vera").get(address).status_code == 403
    assert list(Activity.objects.values_list("person", "what")) == [(cast.mia.pk, "staff_page")]


def test_staff_who_may_open_a_page_leave_no_line(cast):
    for address in ("/desk/", "/desk/log/", "/admin/"):
        assert cast.client("ada").get(address).status_code == 200
    assert not Activity.objects.exists()


def test_person_reads_the_own_lines_and_cannot_read_those_of_others(cast):
    activity.note(None, Activity.What.FACTOR_REMOVED, cast.mia, Activity.Way.PASSKEY)
    activity.note(None, Activity.What.ADDRESS_CHANGED, cast.gus)
    page = cast.client("mia").get("/settings/security/").text
    assert "Second factor removed" in page
    assert "Mail address changed" not in page
    assert "Second factor removed" not in cast.client("gus").get("/settings/security/").text


def test_lines_are_kept_for_ninety_days(cast):
    activity.note(None, Activity.What.PASSWORD, cast.mia)
    activity.note(None, Activity.What.PASSWORD, cast.gus)
    Activity.objects.filter(person=cast.mia).update(at=timezone.now() - timedelta(days=91))
    Activity.objects.filter(person=cast.gus).update(at=timezone.now() - timedelta(days=89))
    tasks.sweep_activity.func()
    assert [line.person for line in Activity.objects.all()] == [cast.gus]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("not an address", ""),
    ],
)
def test_network_names_no_device(address, network):
    assert activity.network(address) == network
