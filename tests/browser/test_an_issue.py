"""An issue of twelve Word files, from "New issue" to the EPUB: the screens an editor walks through, with mouse and keys."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable

from playwright.sync_api import FilePayload, Page, expect

from collegium.magazine.tests.word_files import docx, note, p, picture, png, t, table
from tests.browser.conftest import Enter

TITLES = (
    "The ferry at six", "A freezer with a name", "What the night clerk wrote", "Two keys for one cupboard",
    "The longest corridor", "Counting chairs", "A pump that talked", "The map behind the door", "Sundays in February",
    "The second signature", "Bread for the day room", "A bell nobody rang",
)  # fmt: skip
DEPARTMENTS = ("Practice matters", "Policy", "Letters")
AUTHORS = ("Ilse Varga, RN", "Tomás Quill, MD", "Petra Halvorsen, MD, MMSc")
Tally = Counter[str]


def word_file(number: int, title: str) -> FilePayload:
    """An article as an author sends it: byline, headings, a note, a table, two pictures, references."""
    body = (
        p(DEPARTMENTS[number % 3]) + p(title, "Title") + p(f"What we learned in week {number}.", "Subtitle")
        + p(f"By {AUTHORS[number % 3]}") + p("How it began", "Heading1")
        + p(t("The ferry left at six, and the cooler was on the pier") + note(1) + t(" as it had been for years [1].")) * 3
        + p(picture("described", "A pier in fog")) + p("The pier.", "Caption")
        + p("What we counted", "Heading1") + table([["Week", "Coolers"], ["1", "4"], ["2", "3"]], header=True)
        + p(picture("bare")) + p("References", "Heading1") + p("1. Varga I. On coolers. Pier Notes. 2021;3:4-9.")
    )  # fmt: skip
    media = {"described": png(16, 8 + number), "bare": png(24, 8 + number)}
    data = docx(body, media=media, footnotes=["It was a Tuesday."])
    return {"name": f"{number:02} {title}.docx", "mimeType": "application/octet-stream", "buffer": data}


def click(page: Page, tally: Tally, role: str, name: str, **how: bool) -> None:
    """One click, or Enter on what has the focus; the next page is there afterwards."""
    page.get_by_role(role, name=name, **how).first.click()  # type: ignore[arg-type]
    page.wait_for_load_state()
    tally["clicks"] += 1
    tally["screens"] += 1


def fill(page: Page, tally: Tally, label: str, words: str) -> None:
    """One field typed into."""
    page.get_by_label(label, exact=True).first.fill(words)
    tally["fields"] += 1
    tally["letters"] += len(words)


def begin(page: Page, tally: Tally) -> None:
    """The front of the issue; year and number are nobody else's."""
    page.goto("/desk/editorial/")
    tally["screens"] += 1
    click(page, tally, "link", "New issue")
    for label, words in (
        ("Volume", "2"), ("Number", "3"), ("Title on the cover", "Coolers"), ("Cover date", "2013-05-01"),
        ("Cover date in words", "May–June"), ("Editor’s note", "Twelve letters from the pier, and none is about fish."),
    ):  # fmt: skip
        fill(page, tally, label, words)
    click(page, tally, "button", "Save issue")


def bring(page: Page, tally: Tally, files: Iterable[FilePayload]) -> None:
    """All files at once; then the page of all articles: pictures and addresses are all there is to type."""
    click(page, tally, "link", "From Word files")
    page.get_by_label("Word files").set_input_files(list(files))
    page.get_by_label("Department").select_option(index=1)
    tally["clicks"] += 3
    click(page, tally, "button", "Bring as drafts")
    click(page, tally, "link", "All articles on one page")
    for field in page.get_by_label("What it shows").all():
        field.fill("Four coolers on a pier, one of them open")
        tally["fields"] += 1
        tally["letters"] += 40
    for section in page.locator("form section").all():
        if "@" not in section.get_by_label("Authors").input_value():
            section.get_by_label("Mail address for the proof").fill("author@press.example")
            tally["fields"] += 1
            tally["letters"] += 20
    click(page, tally, "button", "Save, and send the proofs")


def order_of(page: Page) -> list[str]:
    """The titles in the issue, top to bottom."""
    return page.locator(".shelf[data-department]:not([data-department='']) li[data-article] b").all_inner_texts()


def drag(page: Page, tally: Tally, title: str, onto: str) -> None:
    """With the mouse: the article is dropped on the upper edge of another, and stands before it."""
    held, target = (page.locator("li[data-article]", has_text=words).first for words in (title, onto))
    held.scroll_into_view_if_needed()
    start, end = held.locator("b").bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 12, start["y"] + 12, steps=4)
    page.mouse.move(end["x"] + 30, end["y"] + 4, steps=8)
    expect(page.locator(".builder .gap")).to_be_visible()
    page.mouse.move(end["x"] + 34, end["y"] + 6, steps=4)  # over the gap, where it will fall
    with page.expect_navigation():
        page.mouse.up()
    tally["clicks"] += 1
    tally["screens"] += 1


def test_twelve_word_files_become_an_issue_with_its_files(enter: Enter) -> None:
    page, tally = enter("ed"), Tally()
    begin(page, tally)
    bring(page, tally, (word_file(number, title) for number, title in enumerate(TITLES, 1)))
    expect(page.get_by_role("heading", name="Coolers", level=1)).to_be_visible()
    first = order_of(page)
    assert sorted(first) == sorted(TITLES)
    drag(page, tally, first[3], onto=first[0])
    dragged = order_of(page)
    assert dragged[:4] == [first[3], *first[:3]]
    page.get_by_role("button", name=f"Down: {first[3]}").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert order_of(page)[:2] == [first[0], first[3]]
    click(page, tally, "button", "Publish all the same")
    expect(page.locator(".cover .c-title").first).to_have_text("Coolers")
    for title in TITLES:
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    for kind, beginning in (("EPUB", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as waited:
            page.get_by_role("link", name=kind, exact=True).first.click()
        data = waited.value.path().read_bytes()
        assert data.startswith(beginning), kind
        if kind == "EPUB":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                assert sum(name.rpartition("/")[2].startswith("article-") for name in book.namelist()) == len(TITLES)
    assert tally["fields"] <= 6 + 2 * len(TITLES)  # nothing that a file says is asked for again


def test_an_article_dropped_among_those_that_wait_leaves_the_issue(enter: Enter) -> None:
    page, tally = enter("ed"), Tally()
    page.goto("/desk/editorial/")
    click(page, tally, "link", "New issue")
    for label, words in (("Volume", "2"), ("Number", "4"), ("Title on the cover", "Sacks"), ("Cover date", "2013-07-01"),
                         ("Cover date in words", "July–August")):  # fmt: skip
        fill(page, tally, label, words)
    click(page, tally, "button", "Save issue")
    click(page, tally, "link", "From Word files")
    page.get_by_label("Word files").set_input_files([word_file(13, "A sack of flour")])
    page.get_by_label("Department").select_option(index=1)
    click(page, tally, "button", "Bring as drafts")
    click(page, tally, "link", "All articles on one page")
    click(page, tally, "link", "Sacks")
    drag(page, tally, "A sack of flour", onto=order_target(page))
    assert "A sack of flour" not in order_of(page)


def order_target(page: Page) -> str:
    """The first article that waits."""
    return page.locator(".shelf[data-department=''] li[data-article] b").first.inner_text()
