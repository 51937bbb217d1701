"""Every screen: no fault that axe finds, no error on the console, nothing wider than the window."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browsing import overflow

KEEPER = "ingrid"  # she has a blog and owns a group
SCREENS = [
    ("", "/"), ("mia", "/"), ("mia", "/blogs/"), ("mia", "/blogs/notes-from-harrow-bay/"),
    ("mia", "/blogs/stet/why-margins-now-prints-the-reviewers-name/"), ("mia", "/forums/"),
    ("mia", "/forums/policy-and-advocacy/"),
    ("mia", "/forums/patients-and-practices/0-what-should-a-first-visit-packet-say-and-what-should-it-leave-out/"),
    ("mia", "/forums/hematology/new/"), ("mia", "/magazine/"), ("mia", "/magazine/articles/the-last-mile/"),
    ("mia", "/groups/"), ("mia", "/groups/rural-practice-section/"), ("mia", "/messages/"), ("mia", "/messages/13/"),
    ("mia", "/members/"), ("mia", "/members/ingrid-halvorsen-reyes/"), ("mia", "/organizations/"),
    ("mia", "/organizations/halyard/"), ("mia", "/search/?q=authorization"), ("mia", "/notifications/"),
    ("mia", "/settings/mail/"), ("mia", "/settings/profile/"), ("mia", "/subjects/policy/"), ("", "/accounts/login/"),
    ("", "/join/"), ("", "/house-rules/"), ("", "/privacy/"), ("gus", "/"), ("mo", "/desk/reports/"),
    ("ada", "/desk/"), ("ada", "/desk/membership/"), ("ada", "/desk/open/"), ("ada", "/desk/parked/"), ("ada", "/desk/settings/"), ("ada", "/desk/log/"),
    ("ed", "/desk/editorial/"), ("", "/styleguide/"),
    (KEEPER, "/blogs/notes-from-harrow-bay/why-i-said-yes-and-what-i-asked-the-board-for-first/comments/"),
    (KEEPER, "/blogs/notes-from-harrow-bay/why-i-said-yes-and-what-i-asked-the-board-for-first/comments/reply/any/"),
    (KEEPER, "/groups/women-in-oncology-practice/owner/"), (KEEPER, "/groups/women-in-oncology-practice/owner/reports/"),
    (KEEPER, "/groups/women-in-oncology-practice/owner/reports/reply/any/"),
    ("", "/forums/open-forum/0-before-you-post-four-ways-patient-details-slip-into-a-question/"),
]  # fmt: skip
ALL = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}
COLORS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that the dark look changes
AXE = Axe()


def _violations(page: Page, look: str, rules: dict[str, Any]) -> list[str]:
    """What axe finds, one line a fault with the first element it concerns."""
    found = AXE.run(page, options=rules).response["violations"]
    return [
        f"{look}: {fault['id']}, {fault['help']} ({len(fault['nodes'])}): {fault['nodes'][0]['html'][:160]}"
        for fault in found
    ]


@pytest.mark.parametrize(("handle", "address"), SCREENS, ids=lambda value: str(value) or "visitor")
def test_screen(enter: Enter, handle: str, address: str) -> None:
    page = enter(handle)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    faults = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 1000})
        for scheme, rules in (("light", ALL), ("dark", COLORS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            faults += _violations(page, f"{width} {scheme}", rules)
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if wider := overflow(page):
            faults.append(f"{wider} pixels wider than {width}")
    assert not faults, "\n".join(faults)


def test_nothing_that_people_write_makes_the_page_wider(enter: Enter) -> None:
    """One endless word, a line of code and a table of nine columns, in a topic with an endless title."""
    page = enter("mia")
    page.goto("/forums/open-forum/new/")
    row = "".join(f"<td>Cell number {n}</td>" for n in range(9))
    words = f"<p>{'w' * 300}</p><pre>{'a line of code ' * 20}</pre><table><tbody><tr>{row}</tr></tbody></table>"
    hidden = page.locator("form.composer input[type=hidden]")
    form = {field.get_attribute("name") or "": field.input_value() for field in hidden.all()}
    form |= {"title": "T" * 120, "body": words, "body_format": "html"}
    answer = page.request.post("/forums/open-forum/new/", form=form, headers={"Referer": page.url})
    assert "/forums/open-forum/" in answer.url
    assert "/new/" not in answer.url
    for address in (answer.url, "/forums/open-forum/", "/members/mia/"):
        page.goto(address)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) == 0, (address, width)


def test_tables_of_the_desk_do_not_scroll_on_the_phone(enter: Enter) -> None:
    page = enter("ada")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/desk/open/")
    assert page.locator(".scroll:has(table)").count()
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(box => box.scrollWidth <= box.clientWidth)")


def test_letters_twice_as_large_fit_on_the_phone(enter: Enter) -> None:
    """WCAG 1.4.4: the browser's own letters at 200 %, on a telephone."""
    page = enter("mia")
    page.set_viewport_size({"width": 390, "height": 800})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    for address in (
        "/",
        "/blogs/",
        "/forums/hematology/new/",
        "/groups/",
        "/members/",
        "/subjects/",
        "/settings/mail/",
    ):
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert overflow(page) == 0, address


def test_what_is_chosen_shows_where_the_system_chooses_the_colors(enter: Enter) -> None:
    page = enter("mia")
    page.goto("/forums/")
    page.emulate_media(forced_colors="active")
    ground = "link => getComputedStyle(link).backgroundColor"
    chosen, other = page.locator(".tabs [aria-current]"), page.locator(".tabs a:not([aria-current])")
    assert chosen.first.evaluate(ground) != other.first.evaluate(ground)


def test_what_stands_under_a_reply_is_one_row_on_the_phone(enter: Enter) -> None:
    page = enter("mia")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/blogs/stet/why-margins-now-prints-the-reviewers-name/")
    rows = page.locator(".post .acts").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert len(rows) > 5
    assert max(rows) < 60


def test_word_that_leads_to_earlier_versions_is_large_enough_for_a_finger(enter: Enter) -> None:
    page = enter("mia")
    page.goto("/forums/open-forum/new/")
    token = page.locator("main input[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "title": "A topic to edit", "body": "Words.", "body_format": "plain"}
    made = page.request.post("/forums/open-forum/new/", form=form, headers={"Referer": page.url}).url
    number = made.rpartition("/forums/open-forum/")[2].partition("-")[0]
    form |= {"body": "Other words.", "version": "1"}
    page.request.post(f"/topics/{number}/edit/", form=form, headers={"Referer": page.url})
    page.goto(made)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        box = page.get_by_role("link", name="edited", exact=True).bounding_box()
        assert box is not None
        assert box["height"] >= 24


def test_address_cannot_stop_what_the_page_does(enter: Enter) -> None:
    """`?theme=` takes three words; anything else leaves the look and the keys as they are."""
    page = enter()
    page.goto("/?theme=%22%5D%2C%2A")
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == ""
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox").first).to_be_focused()
    page.goto("/?theme=dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_what_is_printed_stands_in_one_column_under_the_name_of_the_society(enter: Enter) -> None:
    page = enter("mia")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    for address in ("/magazine/14-6/", "/blogs/stet/why-margins-now-prints-the-reviewers-name/"):
        page.goto(address)
        words = page.locator(".issue > .box, .prose").first.bounding_box()
        assert words is not None
        assert words["width"] > 600, address
        assert page.locator(".bar .plate").is_visible()
        for gone in (".bar nav", ".dock", ".foot", ".composer"):
            assert not page.locator(gone).first.is_visible(), (address, gone)


def test_shape_says_who_speaks(enter: Enter) -> None:
    """Upright for an office, a broken line round a guest (design: survives grayscale)."""
    page = enter("mia")
    page.goto("/blogs/stet/why-margins-now-prints-the-reviewers-name/")
    boxes = page.locator(".post .who:has(.office) .face").evaluate_all(
        "faces => faces.map(f => [f.clientWidth, f.clientHeight])"
    )
    assert boxes
    assert all(round(width * 5 / 4) == height for width, height in boxes)
    page.goto("/forums/patients-and-practices/0-what-should-a-first-visit-packet-say-and-what-should-it-leave-out/")
    style = "face => getComputedStyle(face).borderTopStyle"
    assert page.locator(".who.guest .face").first.evaluate(style) == "dashed"
    assert page.locator(".post .who:not(.guest, :has(.office)) .face").first.evaluate(style) == "none"
