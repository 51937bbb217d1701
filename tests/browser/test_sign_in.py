"""Each of the cast signs in with their own means, or is refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from collegium.demo.cast import CAST
from tests.browser.conftest import Enter
from tests.browsing import sign_in

IN = sorted(set(CAST) - {"sam"})


@pytest.mark.parametrize("handle", IN)
def test_the_cast_signs_in(enter: Enter, handle: str) -> None:
    page = enter(handle)
    page.goto("/settings/security/")
    assert "/accounts/login" not in page.url
    name = CAST[handle][0].split(",")[0]
    expect(page.get_by_role("button", name=f"Your account, {name}")).to_be_visible()


def test_suspended_cannot_sign_in(enter: Enter) -> None:
    page = enter(faults=False)
    sign_in(page, "sam")
    expect(page.get_by_role("button", name="Your account")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("This account can’t sign in")


def test_a_wrong_password_cannot_sign_in(enter: Enter) -> None:
    page = enter(faults=False)
    sign_in(page, "otto", "four random words do not")
    expect(page.locator("main")).to_contain_text("These do not match an account.")
    expect(page.get_by_role("button", name="Your account")).to_have_count(0)


def test_a_wrong_second_factor_cannot_sign_in(enter: Enter) -> None:
    page = enter(faults=False)
    sign_in(page, "nina")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("Username or mail address").fill("ed")
    page.get_by_label("Password", exact=True).fill("four random words do well")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("input[name=code]").fill("000000")
    page.locator("main form:has(input[name=code]) button[type=submit]").first.click()
    page.goto("/desk/")
    assert "/accounts/login" in page.url or page.get_by_role("button", name="Your account").count() == 0
