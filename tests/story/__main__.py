"""Shows the story and prints which sentence is true; exits 1 when one is false. A sentence that can't be shown is."""

from __future__ import annotations

import os
import sys
import time

from playwright.sync_api import Error, Page

from tests.browsing import chromium, opened_browser
from tests.served import ROOT, joined
from tests.story import acts  # noqa: F401
from tests.story.stage import PICTURES, SENTENCES, Sentence, Stage, whole


def show(stage: Stage, told: Sentence) -> str:
    """Show one sentence and leave its picture; returns why it is false, or "" when it is true."""
    page: Page | None = None
    try:
        page = told.act(stage)
        whole(page, told.number, told.name)
    except (AssertionError, Error, LookupError) as error:
        if stage.pages and page is None:
            whole(stage.last or next(reversed(stage.pages.values())), told.number, told.name)
        return str(error).strip() or type(error).__name__
    return ""


def main(wanted: list[str]) -> int:
    """Show all sentences, or those whose numbers are given."""
    os.chdir(ROOT)
    chosen = sorted((s for s in SENTENCES if not wanted or str(s.number) in wanted), key=lambda s: s.number)
    if chromium() is None:
        print(f"No sentence can be shown: Chromium is missing (apt install chromium). 0 of {len(chosen)} are true.")
        return 1
    started, wrong = time.monotonic(), 0
    site = joined(f"story-{os.getpid()}")
    with opened_browser() as browser:
        stage = Stage(site, browser)
        for told in chosen:
            reason = show(stage, told)
            wrong += bool(reason)
            print(f"{told.number:>3} {'false' if reason else 'true '}  {told.text}", flush=True)
            if reason:
                print("\n".join(f"           {line}" for line in reason.splitlines()[:12]), flush=True)
    took = time.monotonic() - started
    print(f"{len(chosen) - wrong} of {len(chosen)} sentences are true. Pictures: {PICTURES}  ({took:.0f} s)")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
