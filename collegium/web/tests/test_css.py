"""The stylesheet turns with the direction of the language: it says start and end, not left and right."""

from __future__ import annotations

import re

import pytest

from collegium.web import jinja, styles

PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?<![\w-])(?:left|right|top|bottom)\s*:"
    r"|(?<![\w-])(?:min-|max-)?(?:width|height)\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
)
FOUR_SIDES = re.compile(r"(?<![\w-])(margin|padding|inset|border-width|border-radius)\s*:\s*([^;}]+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def values(text: str) -> list[str]:
    """The parts of a value; what stands in parentheses is one part."""
    depth, parts = 0, [""]
    for sign in text.strip():
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == " " and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part for part in parts if part and part != "!important"]


def physical(css: str) -> list[str]:
    """Every declaration that would not turn."""
    css = COMMENT.sub("", css)
    found = [match.group() for match in PHYSICAL.finditer(css)]
    for name, value in FOUR_SIDES.findall(css):
        sides = values(value)
        if name == "border-radius":
            turns = len(set(sides)) == 1 or "/" in value
        else:
            turns = len(sides) < 4 or sides[1] == sides[3]
        if not turns:
            found.append(f"{name}: {value}")
    return found


def test_stylesheet_is_logical():
    assert physical(styles.stylesheet()[0]) == []


@pytest.mark.parametrize(
    "css",
    ["a { left: 0 }", "a { margin-right: 1rem }", "a { text-align: left }", "a { width: 2rem }", "a { inset: 0 1px 0 2px }",
     "a { padding: 0 calc(1px + 2px) 0 0; }", "a { border-radius: 2px 10px 10px }", "a { border-top-left-radius: 1px }"],
)  # fmt: skip
def test_physical_declarations_cannot_hide(css):
    assert physical(css)


@pytest.mark.parametrize(
    "css", ["a { inset-inline: 0 1px }", "a { padding: 1px 2px 3px }", "@media (width >= 62rem) { a { inset: 0 1px 2px 1px } }"]
)  # fmt: skip
def test_logical_declarations_pass(css):
    assert physical(css) == []


def test_icons_that_point_along_the_line_turn():
    assert 'class="i turns"' in jinja.icon("arrow-right")
    assert 'class="i"' in jinja.icon("mail")


def test_words_of_people_keep_their_own_direction():
    """An English paragraph on an Arabic page ends with its full stop, an Arabic title on an English page begins right."""
    rule = re.search(r"^:is\(([^{]+)\) { unicode-bidi: plaintext; }", styles.stylesheet()[0], re.MULTILINE)
    assert rule
    assert all(name in rule[1] for name in ("h1", ".prose", ".bubble", ".deck"))
