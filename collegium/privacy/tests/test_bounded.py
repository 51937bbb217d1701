"""No text can make the check slow: every pattern is bounded, and the work grows with the length of the text.

Nothing here looks at a clock: the patterns are parsed, and calls are counted.
"""

import importlib
import json
import pkgutil
import re
import re._constants as constants
import re._parser as parser
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from collegium.privacy import find_identifiers, page, rules
from collegium.privacy.rules import numbers

POSTS = Path(__file__).parents[3] / "tests" / "data" / "privacy" / "phi_examples.jsonl"


def all_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    modules = [importlib.import_module(f"{rules.__name__}.{m.name}") for m in pkgutil.iter_modules(rules.__path__)]
    for module in [page, *modules]:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__}.{name}", value
            elif name == "PATTERNS":
                yield from value.items()
    for label, pattern, unless in numbers._COMPILED:
        yield label.sight, pattern
        yield label.sight, unless


def repeats(tree: object, outer: int = 1) -> Iterator[tuple[int, int]]:
    """(most repeats, the same times those around it) for every repeat in a parsed pattern."""
    if isinstance(tree, tuple) and len(tree) == 3 and isinstance(tree[2], parser.SubPattern):
        least, most, inner = tree
        if isinstance(least, int) and isinstance(most, int):
            yield most, most * outer
            yield from repeats(inner, most * outer)
            return
    if isinstance(tree, list | tuple | parser.SubPattern):
        for part in tree:
            yield from repeats(part, outer)


def test_patterns_cannot_repeat_without_an_end():
    names = [name for name, _pattern in all_patterns()]
    assert len(names) > 120
    for name, pattern in all_patterns():
        for most, nested in repeats(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)):
            assert most < constants.MAXREPEAT, name
            assert most <= 400, name
            assert nested <= 1000, name


def calls_for(text: str) -> int:
    """Calls of Python and of C functions while the text is checked."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        find_identifiers(text)
    finally:
        sys.setprofile(before)
    return count


def real_posts() -> str:
    return " ".join(json.loads(line)["text"] for line in POSTS.read_text(encoding="utf-8").splitlines()) + " "


UNITS = ["Aa, ", "Harold ", "Mrs. ", "A. ", "1-", "1/2 ", "MRN 1 ", "he ", "lives in Aa ", "x@", "\n", "Dana-Farber "]


@pytest.mark.parametrize("unit", [real_posts(), *UNITS], ids=["posts", *(repr(unit) for unit in UNITS)])
def test_work_cannot_grow_faster_than_the_text(unit):
    find_identifiers("The lists are read once, before anything is counted.")
    size = max(1, 6_000 // len(unit))
    small, large = calls_for(unit * size), calls_for(unit * size * 4)
    assert large < 4.6 * small + 500


def test_hundred_kilobytes_cannot_take_more_than_a_fixed_number_of_steps():
    text = (real_posts() * 20)[:100_000]
    assert calls_for(text) < 600_000
