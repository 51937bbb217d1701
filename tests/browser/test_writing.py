"""The main act of writing in each place, in the rich composer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browsing import mailed_code, sign_in, write
from tests.served import Site

POST = "/blogs/after-the-gavel/what-i-would-tell-the-next-president-about-saying-no/"
GUESTS = "/forums/patients-and-practices/0-twenty-words-we-should-stop-using-with-patients/"
# Drafts follow a person from test to test: each of these begins a reply where no other test does.
TUNNEL = "/forums/policy-and-advocacy/0-bags-shipped-in-by-a-pharmacy-we-did-not-choose-has-your-state-acted/"
LATE = "/forums/policy-and-advocacy/0-what-counts-as-an-adequate-distance-to-an-infusion-chair/"
NEXT = "/forums/policy-and-advocacy/0-a-bill-to-limit-noncompetes-for-clinicians-do-we-want-it/"
PATIENT = "/forums/policy-and-advocacy/0-step-therapy-exception-law-who-in-your-practice-actually-invokes-it/"
MEMBERS = "/forums/policy-and-advocacy/0-does-anyone-read-the-shortage-reports-we-file/"


def _said(page: Page, words: str) -> object:
    said = page.locator("article.post", has_text=words)
    pages = page.get_by_role("navigation", name="Pages")
    if not said.count() and pages.count():
        pages.get_by_role("link").last.click()
    expect(said).to_be_visible()
    return said


def test_member_replies_with_bold_words(enter: Enter) -> None:
    page = enter("mia")
    page.goto(MEMBERS)
    write(page, "One person at the agency reads them, and her name is on page two. ")
    page.keyboard.press("Control+b")
    page.keyboard.insert_text("Write to her.")
    page.get_by_role("button", name="Post reply").click()
    said = _said(page, "her name is on page two")
    expect(said.locator("strong")).to_have_text("Write to her.")


def test_member_comments_under_a_leaders_post(enter: Enter) -> None:
    page = enter("mia")
    page.goto(POST)
    write(page, "I have said no four times since I read this, and slept after three of them.")
    page.get_by_role("button", name="Post comment").click()
    _said(page, "slept after three of them")
    other = enter("grace")
    other.goto(POST)
    _said(other, "slept after three of them")


def test_a_patients_details_are_pointed_out_before_posting(enter: Enter) -> None:
    page = enter("mia")
    page.goto(PATIENT)
    write(page, "My patient, MRN 00482917, born 03/14/1961, waited three weeks for the vial.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".composer-body .risk", has_text="00482917")).to_be_visible()
    page.goto(PATIENT)
    expect(page.locator("article.post .said", has_text="00482917")).to_have_count(0)


def test_a_detail_is_posted_once_its_author_says_it_is_no_patients(enter: Enter) -> None:
    page = enter("otto")
    page.goto(MEMBERS)
    write(page, "The lot was MRN 55120934 on the label, which is how the pharmacy found ours.")
    page.get_by_role("button", name="Post reply").click()
    page.get_by_role("button", name="It is not a patient’s").click()
    expect(page.locator(".composer-body .risk")).to_have_count(0)
    page.get_by_role("button", name="Post reply").click()
    _said(page, "how the pharmacy found ours")


def test_guest_cannot_write_among_members(enter: Enter) -> None:
    page = enter("gus", faults=False)
    answer = page.goto(MEMBERS)
    assert answer is not None
    assert answer.status == 403
    assert "shortage" not in page.locator("main").inner_text().lower()


def test_visitor_cannot_reply(enter: Enter) -> None:
    page = enter()
    page.goto(POST)
    expect(page.locator("#reply textarea")).to_have_count(0)
    expect(page.locator("#reply").get_by_role("link", name="Sign in")).to_be_visible()


def test_a_guest_registers_and_their_first_reply_waits(enter: Enter, site: Site) -> None:
    page = enter()
    page.goto("/join/")
    answers = {
        "First name": "Tove", "Last name": "Marchetti", "Mail address": "tove@example.net", "Username": "tove",
        "Your work, in a few words": "Hospital chaplain", "Password": "lantern gravel nine spoons",
    }  # fmt: skip
    for label, value in answers.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("I will not post anything").check()
    page.get_by_role("button", name="Create account").click()
    page.locator("input[name=code]").fill(mailed_code(site, "tove@example.net"))
    page.locator("main form:has(input[name=code]) button[type=submit]").first.click()
    page.goto(GUESTS)
    write(page, "Journey. Nobody on our corridor has ever asked me about a journey.")
    page.get_by_role("button", name="Post reply").click()
    expect(_said(page, "Nobody on our corridor")).to_contain_text("Waiting for a moderator")
    other = enter("mia")
    other.goto(GUESTS)
    expect(other.locator("article.post", has_text="Nobody on our corridor")).to_have_count(0)


def test_a_menu_cannot_stay_open_after_escape_or_a_click_elsewhere(enter: Enter) -> None:
    page = enter("mia")
    page.goto(MEMBERS)
    menu = page.locator("details.more").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("main h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_the_keyboard_reaches_the_reply_button(enter: Enter) -> None:
    page = enter("grace")
    page.goto(MEMBERS)
    write(page, "Ours go to the state and come back as a spreadsheet in spring.")
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Post reply":
            break
    assert page.evaluate("document.activeElement.textContent.trim()") == "Post reply"
    page.keyboard.press("Enter")
    _said(page, "come back as a spreadsheet in spring")


def test_the_findings_are_answered_without_script(enter: Enter) -> None:
    page = enter("petra", java_script_enabled=False)
    page.goto(MEMBERS)
    page.locator("#reply textarea[name=body]").fill("Ask for Mr. Alder, MRN 00482918, at the desk.")
    page.get_by_role("button", name="Post reply").click()
    asked = page.locator("fieldset#findings")
    expect(asked).to_contain_text("00482918")
    expect(page.locator("#reply textarea[name=body], .composer textarea[name=body]").first).to_have_value(
        "Ask for Mr. Alder, MRN 00482918, at the desk."
    )


def test_a_reply_without_script(enter: Enter) -> None:
    page = enter(java_script_enabled=False)
    page.goto(MEMBERS)
    page.get_by_label("Username or mail address").fill("lars")
    page.get_by_label("Password", exact=True).fill("four random words do well")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(GUESTS)
    page.locator("#reply textarea[name=body]").fill("Fight.\n\nNobody who died on my list had fought badly.")
    page.get_by_role("button", name="Post reply").click()
    said = _said(page, "Nobody who died on my list")
    expect(said.locator(".said p")).to_have_count(2)


def test_without_a_connection_nothing_is_sent_and_the_words_stay(enter: Enter) -> None:
    page = enter("mia", faults=False)
    page.goto(TUNNEL)
    write(page, "Typed in a tunnel.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".draft-state")).to_contain_text("No connection: nothing was sent.")
    expect(page.locator(".composer [contenteditable=true]")).to_have_text("Typed in a tunnel.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Post reply").click()
    _said(page, "Typed in a tunnel.")


def test_words_sent_after_the_end_of_a_session_are_offered_again(enter: Enter) -> None:
    page = enter("mia", faults=False)
    page.goto(LATE)
    write(page, "Words that were sent too late.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("main")).to_contain_text("This was not stored. Copy it before you go on.")
    sign_in(page, "mia")
    page.goto(LATE)
    page.get_by_role("button", name="Bring back the text").click()
    expect(page.locator(".composer [contenteditable=true]")).to_have_text("Words that were sent too late.")


def test_a_draft_cannot_be_seen_by_the_next_who_signs_in(enter: Enter) -> None:
    page = enter()
    sign_in(page, "mia")
    page.goto(NEXT)
    write(page, "Half a thought of mine.")
    expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    page.context.clear_cookies()
    sign_in(page, "grace")
    page.goto(NEXT)
    write(page, "Other words.")
    expect(page.locator(".composer [contenteditable=true]")).to_have_text("Other words.")
    expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    page.get_by_text("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('collegium-draft'))") == []


@pytest.mark.parametrize(("address", "label"), [("/forums/FORUM/new/", "Title"), ("/messages/new/", "To")])
def test_a_draft_keeps_the_line_above_the_words(enter: Enter, address: str, label: str) -> None:
    page = enter("mia")
    page.goto(address.replace("FORUM", MEMBERS.split("/")[2]))
    line = page.get_by_label(label, exact=True)
    line.fill("Grace, and a few more words")
    expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    page.reload()
    expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    expect(line).to_have_value("Grace, and a few more words")
    write(page, "Words below it.")
    expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    page.reload()
    expect(page.locator(".composer [contenteditable=true]")).to_have_text("Words below it.")
    expect(line).to_have_value("Grace, and a few more words")
