"""Who sits before which browser, and what a sentence is."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browsing import context_of, sign_in
from tests.served import Site

Act = Callable[["Stage"], Page]
LOADED = """() => [...document.images].every(image => image.complete || image.loading == "lazy"
    && (image.getBoundingClientRect().top > innerHeight || image.getBoundingClientRect().bottom < 0))"""
PICTURES = Path(__file__).resolve().parent.parent / "pictures"


@dataclass(slots=True)
class Stage:
    """The served demo, a browser, and a profile for everybody who has appeared."""

    site: Site
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    last: Page | None = None

    def sits(self, handle: str = "") -> Page:
        """The page before this person of the cast, signed in at their first appearance; "" is a visitor."""
        if handle not in self.pages:
            page = context_of(self.browser, self.site).new_page()
            if handle:
                sign_in(page, handle)
            self.pages[handle] = page
        self.last = self.pages[handle]
        return self.last

    def at(self, address: str, handle: str = "") -> Page:
        """The same, having opened an address; anything but an answer of 200 is an error."""
        page = self.sits(handle)
        answer = page.goto(address)
        assert answer is not None, f"{address} did not answer"
        assert answer.status == 200, f"{address} answered {answer.status}"
        return page


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the story with the act that shows it and a name for its picture."""

    number: int
    text: str
    name: str
    act: Act


SENTENCES: list[Sentence] = []


def sentence(number: int) -> Callable[[Act], Act]:
    """Register an act: its docstring is the sentence, its name that of the picture."""

    def register(act: Act) -> Act:
        text = re.sub(r"\s+", " ", inspect.getdoc(act) or "")
        SENTENCES.append(Sentence(number, text, act.__name__.replace("_", "-"), act))
        return act

    return register


def whole(page: Page, number: int, name: str) -> Path:
    """Take a picture of the page as it stands."""
    PICTURES.mkdir(exist_ok=True)
    page.wait_for_function(LOADED)
    file = PICTURES / f"{number:02d}-{name}.png"
    page.screenshot(path=file)
    return file
