"""The main act of messages, groups, organizations, search and the desk of reports."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browsing import write

TOPIC = "/forums/quality-and-registry/0-registrars-working-from-home-what-do-you-lose/"


def test_member_writes_a_message_and_the_other_reads_it(enter: Enter) -> None:
    words = "Could you send me the order set before the board meets?"
    page = enter("grace")
    page.goto("/messages/new/?to=otto")
    write(page, words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".bubble.mine", has_text=words)).to_be_visible()
    address = page.url.split("#")[0]
    other = enter("otto")
    other.goto(address)
    expect(other.locator(".bubble", has_text=words)).to_be_visible()
    third = enter("mia", faults=False)
    answer = third.goto(address)
    assert answer is not None
    assert answer.status == 404


def test_administrator_cannot_read_a_conversation(enter: Enter) -> None:
    page = enter("ada", faults=False)
    page.goto("/messages/")
    for number in (1, 5, 13):
        answer = page.goto(f"/messages/{number}/")
        assert answer is not None
        assert answer.status == 404


def test_member_joins_and_leaves_a_group(enter: Enter) -> None:
    page = enter("otto")
    page.goto("/groups/navigators-and-social-workers/")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("link", name="New topic").first).to_be_visible()
    page.goto("/groups/navigators-and-social-workers/leave/")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.goto("/groups/navigators-and-social-workers/")
    expect(page.get_by_role("button", name="Join", exact=True)).to_be_visible()


def test_guest_cannot_open_a_group(enter: Enter) -> None:
    page = enter("gus", faults=False)
    answer = page.goto("/groups/navigators-and-social-workers/")
    assert answer is not None
    assert answer.status == 403


def test_member_claims_an_organization_and_staff_decide(enter: Enter) -> None:
    page = enter("grace")
    page.goto("/organizations/dry-creek-community-oncology/claim/")
    form = page.get_by_role("region", name="By a statement")
    form.locator("textarea").fill("I run the clinic with two colleagues; our telephone is on the door.")
    form.get_by_role("button", name="Send it to staff").click()
    expect(page.get_by_role("heading", name="Your claim is with staff")).to_be_visible()
    desk = enter("ada")
    desk.goto("/desk/organizations/")
    expect(desk.get_by_text("our telephone is on the door").first).to_be_visible()


def test_search_finds_for_members_what_visitors_are_not_told(enter: Enter) -> None:
    page = enter("mia")
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("registrars working from home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Registrars working from home: what do you lose?")).to_be_visible()
    visitor = enter()
    visitor.goto("/search/?q=registrars+working+from+home")
    expect(visitor.get_by_role("link", name="Registrars working from home: what do you lose?")).to_have_count(0)


def test_a_report_reaches_the_moderator_who_hides_the_reply(enter: Enter) -> None:
    page = enter("mia")
    page.goto(TOPIC)
    reply = page.locator("article.post[id^=reply-]", has=page.locator("a[href*='kind=reply']")).last
    identity = reply.get_attribute("id")
    reply.locator("summary").click()
    report = reply.get_by_role("link", name="Report", exact=True)
    number = (report.get_attribute("href") or "").rpartition("=")[2]
    report.click()
    page.get_by_role("radio").last.check()
    page.locator("textarea").fill("It argues with the person.")
    page.get_by_role("button", name="Send the report").click()
    desk = enter("mo")
    desk.goto(f"/desk/reports/reply/{number}/")
    desk.get_by_label("Reason, as its author will read it").fill("It argues with the person, not with the count.")
    desk.get_by_role("button", name="Hide", exact=True).click()
    page.goto(TOPIC)
    expect(page.locator(f"#{identity}")).to_contain_text("Hidden from readers; its author was told why.")


def test_member_cannot_open_the_desk(enter: Enter) -> None:
    page = enter("mia", faults=False)
    answer = page.goto("/desk/reports/")
    assert answer is not None
    assert answer.status in (403, 404)


def test_menu_of_the_last_reply_cannot_hide_under_the_dock(enter: Enter) -> None:
    page = enter("mia", viewport={"width": 390, "height": 844})
    page.goto(TOPIC)
    menu = page.locator(".ends > .more").last
    menu.locator("summary").evaluate("button => { button.scrollIntoView({block: 'end'}); scrollBy(0, 64); }")
    menu.locator("summary").click()
    listed, dock = menu.locator("ul").bounding_box(), page.locator(".dock").bounding_box()
    assert listed
    assert dock
    assert listed["y"] > 60
    assert listed["y"] + listed["height"] <= dock["y"]


def test_whatever_hangs_out_of_a_page_cannot_stay_under_the_dock(enter: Enter) -> None:
    page = enter("mia", viewport={"width": 390, "height": 844})
    page.goto("/forums/thoracic-oncology/")
    page.locator("main .more > summary").first.click()
    height = page.evaluate("document.documentElement.scrollHeight")
    foot = page.locator(".foot nav").evaluate("nav => nav.getBoundingClientRect().bottom + scrollY")
    assert height - foot > 320
