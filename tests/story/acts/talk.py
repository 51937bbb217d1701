"""Words between people: under a post, in a message."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browsing import write
from tests.story.stage import Stage, sentence

COMMENT = "We logged our calls too. The number that moved our payer was the second call, never the first."
ANSWER = "Mia, may I bring that number to the board on Thursday, with your name or without?"


@sentence(6)
def unfiltered_talk(stage: Stage) -> Page:
    """Leader-to-member and member-to-member talk is unfiltered: a member's comment appears at once under the President's post."""
    page = stage.at("/blogs/notes-from-harrow-bay/", "mia")
    expect(page.get_by_text("President", exact=False).first).to_be_visible()
    page.get_by_role("link", name="Eleven hours on hold").first.click()
    post = page.url
    write(page, COMMENT)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.post", has_text=COMMENT)).to_contain_text("Mia Lindholm")
    other = stage.at(post, "otto")
    last = other.locator("article.post", has_text=COMMENT)
    if not last.count():
        other.get_by_role("navigation", name="Pages").get_by_role("link").last.click()
    expect(last).to_be_visible()
    leader = stage.at(post, "petra")
    write(leader, ANSWER)
    leader.get_by_role("button", name="Post comment").click()
    page.reload()
    answer = page.locator("article.post", has_text=ANSWER)
    expect(answer).to_contain_text("Petra Halvorsen")
    expect(answer).to_contain_text("Secretary")
    answer.scroll_into_view_if_needed()
    return page


@sentence(10)
def a_direct_message(stage: Stage) -> Page:
    """A member sends another member a direct message."""
    words = "Your trick with the ferry timetable: may I quote it to our board on Thursday?"
    page = stage.at("/members/grace/", "mia")
    page.locator("a[href*='/messages/new/?to=grace']").first.click()
    write(page, words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".bubble.mine", has_text=words)).to_be_visible()
    other = stage.at("/messages/", "grace")
    line = other.locator(".index a", has_text="Mia Lindholm")
    if not line.count():
        other.get_by_role("link", name="Requests").click()
    line.first.click()
    expect(other.locator(".bubble", has_text=words)).to_be_visible()
    return other
