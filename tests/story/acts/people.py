"""Who comes in, and what a visit costs."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browsing import context_of, letters_to, mailed_code, sign_in, text_of, write
from tests.served import manage
from tests.story.stage import Stage, sentence

OPEN_TOPIC = "/forums/patients-and-practices/"
GUEST = {
    "First name": "Rosa", "Last name": "Quintero", "Mail address": "rosa.quintero@example.net",
    "Username": "rosa.quintero", "Your work, in a few words": "Patient advocate",
    "Password": "harbor candle seven onions",
}  # fmt: skip


@sentence(11)
def a_member_signs_in(stage: Stage) -> Page:
    """A member signs in with username and password and has immediate access to read and comment on all content."""
    page = context_of(stage.browser, stage.site).new_page()
    stage.pages["grace"] = stage.last = page
    sign_in(page, "grace")
    for place in ("/forums/hematology/", "/blogs/notes-from-harrow-bay/", "/magazine/"):
        page.goto(place)
        links = page.locator("main h2 a[href], main h3 a[href]").all()
        address = next(a for link in links if (a := link.get_attribute("href") or "").count("/") >= 4)
        answer = page.goto(address)
        assert answer, f"{address} did not answer"
        assert answer.status == 200, f"{address} answered {answer.status}"
        expect(page.locator("#reply textarea[name=body]")).to_be_attached()
    page.goto("/search/?q=board+argued+about+promised&in=posts")
    page.get_by_role("link", name="What the board argued about, as promised").click()
    expect(page.locator("#reply textarea[name=body]")).to_be_attached()
    write(page, "The two votes I would have lost are the two I now quote. Thank you for printing them.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.post", has_text="The two votes I would have lost")).to_be_visible()
    return page


@sentence(12)
def a_guest(stage: Stage) -> Page:
    """A nonmember registers a guest account and can read and post on selected topics, and not on others."""
    page = stage.at("/join/")
    for label, value in GUEST.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("I will not post anything").check()
    page.get_by_role("button", name="Create account").click()
    page.locator("input[name=code]").fill(mailed_code(stage.site, GUEST["Mail address"]))
    page.locator("main form:has(input[name=code]) button[type=submit]").first.click()
    page.wait_for_load_state()
    member = stage.at("/forums/hematology/", "mia").locator("ol.topics h3 a").first.get_attribute("href") or ""
    refused = page.goto(member)
    assert refused, "a topic for members did not answer"
    assert refused.status == 403, f"a topic for members answered {refused.status} to a guest"
    page.goto(OPEN_TOPIC)
    page.locator("ol.topics h3 a").first.click()
    topic = page.url
    write(page, "On our ward the packet that was read was the one with the parking map on its first page.")
    page.get_by_role("button", name="Post reply").click()
    own = page.locator("article.post", has_text="the one with the parking map")
    expect(own).to_contain_text("Waiting for a moderator")
    moderator = stage.at("/desk/reports/?show=first", "mo")
    moderator.locator(".index a", has_text="Rosa Quintero").first.click()
    moderator.get_by_role("button", name="Release").click()
    page.goto(topic)
    if not own.count():
        page.get_by_role("navigation", name="Pages").get_by_role("link").last.click()
    expect(own).not_to_contain_text("Waiting for a moderator")
    own.scroll_into_view_if_needed()
    stage.pages["rosa"] = stage.pages.pop("")
    return page


@sentence(18)
def three_minutes(stage: Stage) -> Page:
    """A busy professional sees in three minutes what is new, on the site and in one mail, and is done."""
    followed = stage.at("/", "petra").locator("#topics h3 a").first.get_attribute("href") or ""
    colleague = stage.at(followed, "grace")
    write(colleague, "We did the same last spring, and the second month was the easier one.")
    colleague.get_by_role("button", name="Post reply").click()
    expect(colleague.locator("article.post", has_text="the second month was the easier one")).to_be_visible()
    manage(stage.site, "brief", "--to", "petra")
    letters = [mail for mail in letters_to(stage.site, "petra@", 30) if str(mail["Subject"])]
    assert letters, "no brief arrived"
    said = text_of(letters[-1])
    assert re.search(r"\d+ min", said), f"the brief names no minutes: {said[:300]}"
    assert "That is everything since" in said, "the brief has no end"
    page = stage.at("/?minutes=3", "petra")
    shown = [int(n) for n in re.findall(r"(\d+) min · new", page.locator("main").inner_text())]
    assert 0 < sum(shown) <= 3, f"{shown} minutes are shown"
    expect(page.locator(".fin")).to_contain_text("for another time")
    page.get_by_role("button", name="Mark all as seen").click()
    expect(page.get_by_role("button", name="Mark all as seen")).to_have_count(0)
    page.get_by_role("link", name="conversation waits for you").click()
    page.locator(".index li a", has_text="Unread").first.click()
    page.goto("/")
    expect(page.locator(".handover")).to_contain_text("You are done.")
    expect(page.locator(".fin")).to_contain_text("That is everything since")
    return page
