"""What comes while somebody reads, with two people in two browsers."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browsing import write

TOPIC = "/forums/quality-and-registry/0-registrars-working-from-home-what-do-you-lose/"


def test_a_reply_of_somebody_else_is_told_quietly_and_shown_on_demand(enter: Enter) -> None:
    reader, writer = enter("otto"), enter("grace")
    reader.goto(TOPIC)
    before = reader.locator("article.post").count()
    writer.goto(TOPIC)
    words = "We kept one morning a week in the same room."
    write(writer, words)
    writer.get_by_role("button", name="Post reply", exact=True).click()
    line = reader.locator("[data-behaviour=fresh]")
    expect(line).to_contain_text(re.compile("1 new reply while you read"), timeout=15_000)
    assert reader.locator("article.post").count() == before  # nothing moved by itself
    line.get_by_role("link").click()
    expect(reader.get_by_text(words)).to_be_visible()


def test_a_message_raises_the_number_in_the_bar_of_an_open_topic(enter: Enter) -> None:
    reader, writer = enter("petra"), enter("mia")
    writer.goto("/messages/new/?to=petra")
    write(writer, "Before anything else: thank you.")
    writer.get_by_role("button", name="Send", exact=True).click()
    expect(writer.locator(".bubble.mine").last).to_be_visible()
    reader.goto(writer.url.split("#")[0])  # read, so that the next one is new
    reader.goto(TOPIC)
    link = reader.locator('.bar a[href="/messages/"]')
    before = int(link.locator(".pip").text_content() or 0) if link.locator(".pip").count() else 0
    write(writer, "Can you look at the agenda before noon?")
    writer.get_by_role("button", name="Send", exact=True).click()
    expect(writer.locator(".bubble.mine").last).to_be_visible()
    expect(link.locator(".pip")).to_have_text(str(before + 1), timeout=15_000)
    expect(link).to_have_attribute("aria-label", f"Messages, {before + 1} new")


def test_who_does_not_read_the_topic_cannot_hear_of_it(enter: Enter) -> None:
    guest = enter("gus", faults=False)
    answer = guest.goto(TOPIC)
    assert answer is not None
    assert answer.status == 403
    assert guest.locator("[data-behaviour=fresh]").count() == 0
