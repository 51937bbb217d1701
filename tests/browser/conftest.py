"""One demo for the whole run, one browser a file, one sign-in a person."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import Faults, chromium, context_of, opened_browser, sign_in
from tests.served import Site, joined

REASON = "Chromium is missing: apt install chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test; without Chromium it is skipped, in CI it fails."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(900))  # the first one waits until the demo is filled
            if chromium() is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=REASON))


@pytest.fixture(scope="session")
def site() -> Site:
    """The served demo, shared by all processes of this run."""
    assert chromium(), REASON
    return joined(os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"pytest-{os.getpid()}")


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    """Chromium, as long as one file's tests run."""
    with opened_browser() as opened:
        yield opened


Enter = Callable[..., Page]


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[Enter]:
    """`enter("mia")` is a page of a fresh browser profile, signed in as Mia; `enter()` is a visitor's.

    What the page complains about fails the test at its end, unless it was asked for with `faults=False`. Its `goto`
    takes addresses without numbers (`Site.now`).
    """
    opened: list[tuple[Page, Faults, bool]] = []

    def open_page(handle: str = "", faults: bool = True, **options: object) -> Page:
        kept = _signed_in(browser, site, handle) if handle else None
        page = context_of(browser, site, storage_state=kept, **options).new_page()
        goto = page.goto
        page.goto = lambda address, **how: goto(site.now(address), **how)  # type: ignore[method-assign]
        opened.append((page, Faults(page), faults))
        return page

    yield open_page
    complaints = [line for _page, found, counts in opened if counts for line in found.found]
    for page, _found, _counts in opened:
        page.context.close()
    assert not complaints, "\n".join(complaints)


def _signed_in(browser: Browser, site: Site, handle: str) -> str:
    """The cookies of a person who signed in through the form once in this run."""
    file = site.home / f"signed-in-{handle}.json"
    with (site.home / f"{handle}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            context = context_of(browser, site)
            sign_in(context.new_page(), handle)
            context.storage_state(path=file)
            context.close()
    return str(file)
