"""Each of the cast signs in with their own means, or is refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from collegium.demo.cast import CAST, PASSWORD
from tests.browser.conftest import Enter
from tests.browsing import context_of, sign_in
from tests.served import Site

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


def test_the_tab_key_leads_from_the_name_to_the_password(enter: Enter) -> None:
    page = enter()
    page.goto("/accounts/login/")
    page.get_by_label("Username or mail address").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Password", exact=True)).to_be_focused()


def test_a_wrong_password_cannot_sign_in(enter: Enter) -> None:
    page = enter(faults=False)
    sign_in(page, "otto", "four random words do not")
    expect(page.locator("main")).to_contain_text("These do not match an account.")
    expect(page.get_by_role("button", name="Your account")).to_have_count(0)


def test_a_wrong_second_factor_cannot_sign_in(enter: Enter) -> None:
    page = enter(faults=False)
    page.goto("/accounts/login/")
    page.get_by_label("Username or mail address").fill("ed")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("input[name=code]").fill("000000")
    page.locator("main form:has(input[name=code]) button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    answer = page.goto("/desk/")
    assert answer is not None
    assert answer.status in (403, 404)
    expect(page.get_by_role("button", name="Your account")).to_have_count(0)


def test_signed_out_cannot_go_back_to_what_was_private(browser: Browser, site: Site) -> None:
    page = context_of(browser, site).new_page()
    sign_in(page, "lars")
    page.goto("/settings/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto("/settings/")
    expect(page.get_by_role("heading", level=1, name="Settings")).to_have_count(0)
    page.context.close()
