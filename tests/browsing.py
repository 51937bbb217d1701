"""What browser tests and the story share: Debian's Chromium, signing in, mails, second factors, what went wrong."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import hmac
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from collegium.demo.cast import PASSWORD, TOTP_SECRET, WITH_SECOND_FACTOR
from tests.served import Site

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PLACES = ("chromium", "chromium-browser", "google-chrome")
CODE = re.compile(r"^(?:Your code is)?\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


def chromium() -> str | None:
    """Where Chromium is installed."""
    return next((found for name in PLACES if (found := shutil.which(name))), None)


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Chromium without a window, and without a call to anywhere but the site."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def context_of(browser: Browser, site: Site, **options: Any) -> BrowserContext:
    """A fresh browser profile for the site, 1440 wide unless told otherwise."""
    settings: dict[str, Any] = {
        "base_url": site.url, "viewport": {"width": 1440, "height": 1000}, "locale": "en-US", "reduced_motion": "reduce",
    }  # fmt: skip
    context = browser.new_context(**(settings | options))
    context.set_default_timeout(15_000)
    return context


def code_of(moment: float) -> str:
    """The six digits of the cast's second factor at a moment in seconds (RFC 6238)."""
    counter = int(moment // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(TOTP_SECRET), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def sign_in(page: Page, handle: str, password: str = PASSWORD) -> None:
    """Through the form, with the code where one is asked for; ends where the site leads."""
    page.goto("/accounts/login/")
    page.get_by_label("Username or mail address").fill(handle)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    if handle in WITH_SECOND_FACTOR:
        _give_code(page)


def _give_code(page: Page) -> None:
    """A code counts once, in its half minute: after one that another sign-in used, or that came late, the next."""
    code = page.locator("main input[name=code]")
    for _try in range(3):
        code.fill(code_of(time.time()))
        page.locator("main form:has(input[name=code]) button[type=submit]").first.click()
        page.wait_for_load_state()
        if not code.count():
            return
        time.sleep(30.5 - time.time() % 30)
    raise AssertionError(f"No code was taken: {page.locator('main').inner_text()[:300]}")


def letters_to(site: Site, address: str, wait: float = 15.0) -> list[EmailMessage]:
    """The mails to an address, oldest first; waits up to so many seconds for the first one."""
    end = time.monotonic() + wait
    while True:
        files = sorted(site.letters.glob("*.eml"), key=lambda file: file.stat().st_mtime)
        read = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        found = [letter for letter in read if address in str(letter["To"])]
        if found or time.monotonic() > end:
            return found
        time.sleep(0.2)


def text_of(letter: EmailMessage) -> str:
    """The plain words of a mail."""
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part else ""


def mailed_code(site: Site, address: str) -> str:
    """The code in the newest mail to an address."""
    letters = letters_to(site, address)
    assert letters, f"no mail to {address} was sent"
    found = CODE.search(text_of(letters[-1]))
    assert found, f"no code in: {text_of(letters[-1])}"
    return found.group(1)


def write(page: Page, words: str) -> None:
    """Type into the rich composer of the page, which comes at first use."""
    area = page.locator(".composer textarea[name=body]").first
    editor = page.locator(".composer [contenteditable=true]").first
    if not editor.is_visible():
        area.focus()
    editor.wait_for()
    editor.click()
    page.keyboard.insert_text(words)


class Faults:
    """What a page complains about: script errors, errors on the console, refusals by the content policy."""

    def __init__(self, page: Page) -> None:
        self._lines: list[tuple[str, str]] = []
        self._opened: set[str] = set()  # a page that answers 403 or 422 is an answer, a missing picture is a fault
        page.on("pageerror", lambda error: self._lines.append((page.url, str(error))))
        page.on("console", self._line)
        page.on("request", lambda request: request.is_navigation_request() and self._opened.add(request.url))
        page.on(
            "response",
            lambda answer: answer.status >= 500 and self._lines.append(("", f"{answer.status} {answer.url}")),
        )

    def _line(self, line: Any) -> None:
        if line.type == "error" or "Content Security Policy" in line.text:
            self._lines.append((line.location.get("url", ""), line.text))

    @property
    def found(self) -> list[str]:
        """One line a fault."""
        answers = "Failed to load resource: the server responded with a status of 4"
        return [f"{url} {text}" for url, text in self._lines if not (url in self._opened and text.startswith(answers))]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
