"""One person on two devices: what was begun on one stands on the other, and nothing typed on either is lost."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browsing import write

# Drafts follow a person: only here does this person begin a reply in this topic.
TOPIC = "/forums/policy-and-advocacy/0-turnaround-for-outside-pathology-model-language-wanted/"
WHO = "otto"
TOLD, EDITOR = ".composer .draft-state", ".composer [contenteditable=true]"
BEGUN, DESK, TRAIN = "Begun on the train.", " Ended at the desk.", " Ended on the platform."


def _saved(page: Page, words: str, status: int = 200) -> None:
    """Write at the end of what stands there, and wait for the server's answer."""
    with page.expect_response(_is_save, timeout=40_000) as answer:
        if page.locator(EDITOR).is_visible():
            page.locator(EDITOR).click()
            page.keyboard.press("Control+End")
            page.keyboard.insert_text(words)
        else:
            write(page, words)
    assert answer.value.status == status, answer.value.text()


def _is_save(answer: object) -> bool:
    return "/drafts/kept/" in answer.url and answer.request.method == "POST"  # type: ignore[attr-defined]


def test_what_two_devices_wrote_is_kept_until_one_sends(enter: Enter) -> None:
    train, desk = enter(WHO, faults=False), enter(WHO, faults=False)
    train.goto(TOPIC)
    _saved(train, BEGUN)

    desk.goto(f"{TOPIC}?draft=1")
    expect(desk.locator(EDITOR)).to_have_text(BEGUN)
    expect(desk.locator(TOLD)).to_contain_text("From your other device")

    _saved(desk, DESK)
    _saved(train, TRAIN, status=409)  # it did not know of the desk's words: they are offered, nothing is overwritten
    expect(train.locator(EDITOR)).to_have_text(BEGUN + TRAIN)
    offered = train.locator(TOLD).get_by_role("button", name="Bring back the text")
    expect(offered).to_be_visible()
    with train.expect_response(_is_save, timeout=40_000):  # both go to the server
        pass

    desk.goto("/drafts/")
    row = desk.locator("main li", has_text="Turnaround for outside pathology")
    expect(row).to_contain_text("Two versions")
    row.get_by_role("heading").get_by_role("link").click()
    both = desk.locator(".diff")
    expect(both).to_contain_text(f"{BEGUN} Ended")
    expect(both.locator("del")).to_contain_text("at the desk.")
    expect(both.locator("ins")).to_contain_text("on the platform.")

    offered.click()
    expect(train.locator(EDITOR)).to_have_text(BEGUN + DESK)
    train.locator(TOLD).get_by_role("button", name="Bring back the text").click()
    expect(train.locator(EDITOR)).to_have_text(BEGUN + TRAIN)

    train.get_by_role("button", name="Post reply").click()
    expect(train.locator("article.post", has_text=TRAIN.strip())).to_be_visible()
    desk.goto("/drafts/")
    expect(desk.locator("main")).not_to_contain_text("Turnaround for outside pathology")
    desk.goto(f"{TOPIC}?draft=1")
    expect(desk.locator("article.post", has_text=TRAIN.strip())).to_be_visible()
    expect(desk.locator(EDITOR)).to_have_text("")
    desk.locator(TOLD).get_by_role("button", name="Bring back the text").click()  # its own words were not lost
    expect(desk.locator(EDITOR)).to_have_text(BEGUN + DESK)


def test_another_persons_draft_cannot_be_seen_on_a_second_device(enter: Enter) -> None:
    page, other = enter("petra"), enter("grace")
    page.goto(TOPIC)
    _saved(page, "Only for me.")
    other.goto(f"{TOPIC}?draft=1")
    expect(other.locator(EDITOR)).to_have_text("")
    other.goto("/drafts/")
    expect(other.locator("main")).not_to_contain_text("Only for me.")
    page.goto("/drafts/")
    expect(page.locator("main")).to_contain_text("Only for me.")
