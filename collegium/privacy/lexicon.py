"""The word lists, read once when first needed: given names, family names, ordinary words.

Sources and licences stand in `data/README.md`.
"""

import gzip
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def names() -> tuple[frozenset[str], frozenset[str]]:
    """(given names, family names), all lower case."""
    given: set[str] = set()
    family: set[str] = set()
    for line in (_DATA / "census_names.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, name, _share = line.split(",")
            (family if kind == "last" else given).add(name.lower())
    for line in (_DATA / "more_names.txt").read_text(encoding="utf-8").splitlines():
        kind, _, listed = line.partition(": ")
        if kind in ("first", "last"):
            (family if kind == "last" else given).update(listed.lower().split())
    return frozenset(given), frozenset(family)


@cache
def ordinary_words() -> frozenset[str]:
    """Common English words in lower case."""
    with gzip.open(_DATA / "common_words.txt.gz", "rt", encoding="ascii") as words:
        return frozenset(words.read().split())
