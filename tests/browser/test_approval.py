"""Somebody else writes for a leader, who approves on the phone: from the mail to the published post in two taps."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browsing import letters_to, text_of, write
from tests.served import Site

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TITLE = "A clock at the front desk"
COUNT = "window.addEventListener('click', e => e.isTrusted && (sessionStorage.taps = 1 + +(sessionStorage.taps || 0)), true)"


def _helper_writes(page: Page) -> None:
    page.goto("/blogs/notes-from-harrow-bay/new/")
    page.get_by_label("Title", exact=True).fill(TITLE)
    write(page, "We hung a clock where the phone is, and the phone got shorter.")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="Ask Ingrid Halvorsen-Reyes to approve").click()
    page.get_by_label("A word to the leader").fill("Denise agrees with every word.")
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.locator("main")).to_contain_text("asked")


def test_leader_approves_on_the_phone_in_under_a_minute(enter: Enter, site: Site) -> None:
    helper = enter("petra")
    _helper_writes(helper)
    [letter] = [one for one in letters_to(site, "ingrid") if "asks you to publish" in one["Subject"]]
    [address] = [word for word in text_of(letter).split() if word.startswith("http")]
    phone = enter("ingrid", **PHONE)
    phone.add_init_script(COUNT)
    began = time.monotonic()
    phone.goto(address)  # the first tap: the link in the mail
    expect(phone.locator("main")).to_contain_text("the phone got shorter")
    expect(phone.locator("main")).to_contain_text("Denise agrees with every word.")
    button = phone.get_by_role("button", name="Publish this version")
    expect(button).to_be_in_viewport()  # under the thumb, without scrolling
    button.tap()
    expect(phone.get_by_role("heading", name="No comments yet")).to_be_visible()
    assert phone.evaluate("+sessionStorage.taps") == 1
    assert time.monotonic() - began < 60
    visitor = enter()
    visitor.goto("/blogs/notes-from-harrow-bay/a-clock-at-the-front-desk/")
    expect(visitor.locator("h1")).to_have_text(TITLE)


def test_leader_sees_what_changed_and_sends_it_back_from_the_phone(enter: Enter) -> None:
    phone = enter("ingrid", **PHONE)
    phone.goto("/blogs/notes-from-harrow-bay/the-second-question/publish/")
    phone.get_by_text("What changed since your last look").tap()
    changed = phone.locator(".diff")
    expect(changed.locator("ins", has_text="thirty-one in a hundred")).to_be_visible()
    expect(changed.locator("del", has_text="about a third")).to_be_visible()
    phone.get_by_role("link", name="Send back with a note").tap()
    phone.get_by_label("What is to be changed").fill("Say whose calls they were.")
    phone.get_by_role("button", name="Send back", exact=True).tap()
    expect(phone.locator("main")).to_contain_text("Say whose calls they were.")


def test_words_are_counted_while_somebody_writes(enter: Enter) -> None:
    page = enter("petra")
    page.goto("/blogs/notes-from-harrow-bay/new/")
    counted = page.locator("[data-behaviour=count-words]")
    expect(counted).to_have_text("Words: 0, about 1 min")
    write(page, "one two three four five")
    expect(counted).to_have_text("Words: 5, about 1 min")


def test_helper_cannot_publish(enter: Enter) -> None:
    page = enter("petra", faults=False)
    answer = page.goto("/blogs/notes-from-harrow-bay/the-second-question/publish/")
    assert answer is not None
    assert answer.status == 403
    assert "Only the leader publishes" in page.locator("main").inner_text()
