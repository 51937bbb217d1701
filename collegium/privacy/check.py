"""`find_identifiers`: one reading of a text by all rules, and what to do where they meet."""

import re
from collections.abc import Iterable
from dataclasses import replace

from collegium.privacy.findings import Finding
from collegium.privacy.page import Page
from collegium.privacy.rules import contacts, dates, names, numbers, places, traits

_RULES = (numbers.find, contacts.find, dates.find, places.find, traits.find)
_WORD = re.compile(r"\w+")
_TITLES = frozenset(("mr", "mrs", "ms", "dr", "prof"))
LONGEST_TEXT = 200_000  # characters; callers check a longer text in pieces


def find_identifiers(text: str, *, author_words: frozenset[str] = frozenset()) -> list[Finding]:
    """What in a plain text could identify a patient, after 45 CFR 164.514(b)(2)(i)(A) to (R).

    text          plain text, not HTML; offsets in the findings are Python string indexes in it.
    author_words  words that belong to the author: own name, city, practice, telephone digits, mail address. A
                  finding made of these words only is left out. Compared without regard to case.

    Returns the findings sorted by start, none overlapping another. It never raises for any text.
    """
    page = Page(text, author_words)
    found = list(names.find(page))
    page.note_persons(finding.start for finding in found)  # where a patient is named, a patient is spoken of
    found += [finding for rule in _RULES for finding in rule(page)]
    return _settle(finding for finding in found if not _is_the_authors(finding, page))


def _is_the_authors(finding: Finding, page: Page) -> bool:
    if not page.author_words:
        return False
    words = [word.casefold() for word in _WORD.findall(finding.text)]
    return finding.text.casefold() in page.author_words or (
        bool(words) and all(word in page.author_words for word in words if word not in _TITLES)
    )


def _settle(found: Iterable[Finding]) -> list[Finding]:
    """Keep one finding where several meet: the longer, then the one that blocks.

    A finding that holds a blocking one blocks too, so that a longer warning cannot soften it.
    """
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, -f.end, f.kind != "block")):
        last = kept[-1] if kept else None
        if last is None or finding.start >= last.end:
            kept.append(finding)
            continue
        longer, other = (finding, last) if finding.end - finding.start > last.end - last.start else (last, finding)
        if other.kind == "block" and longer.kind != "block":
            longer = replace(longer, kind="block")
        kept[-1] = longer
    return kept
