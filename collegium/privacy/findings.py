"""What the check hands back: `Finding`, `Fix` and the ways to mend a finding.

Nothing here keeps or prints the words found: `repr` leaves them out, so that a log line or a test report
cannot carry what the check was made to keep away.
"""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Kind = Literal["block", "warn"]
Words = str | Promise  # a text shown to people, translated when it is shown


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a finding.

    label        what the button says, translated when shown.
    replacement  put in place of `text[finding.start:finding.end]`; "" takes the words away.
                 It is in English, as the text around it.
    """

    label: Words = field(repr=False)
    replacement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text that could identify a patient.

    start, end   Python string indexes in the text that was given, `text == given[start:end]`.
    type         the letter A to R of the identifier in 45 CFR 164.514(b)(2)(i).
    kind         "block" or "warn", see the package's docstring.
    message      whole sentences: what was seen, why it matters, what to do.
    fixes        ways to mend it, the safest first, never empty.
    """

    start: int
    end: int
    text: str = field(repr=False)
    type: str
    kind: Kind
    message: Words = field(repr=False)
    fixes: tuple[Fix, ...] = field(repr=False)


REMOVE = Fix(_("Remove it"), "")


def change_to(replacement: str) -> Fix:
    """A fix that says and does "Change to “replacement”"."""
    return Fix(format_lazy(_("Change to “{words}”"), words=replacement), replacement)


def keep_year(year: int) -> Fix:
    """A fix that leaves only the year, which the rule allows: 45 CFR 164.514(b)(2)(i)(C)."""
    return Fix(format_lazy(_("Keep only the year {year}"), year=str(year)), str(year))


def apply_fix(text: str, found: Finding, fix: Fix) -> str:
    """The text with one finding mended; doubled spaces, empty brackets and a lone comma are tidied.

    Raises ValueError when `text` is no longer the text that was checked.
    """
    if text[found.start : found.end] != found.text:
        raise ValueError("The text has changed since it was checked. Check it again before mending it.")
    before, after = text[: found.start], text[found.end :]
    if not fix.replacement:
        before, after = _close_up(before, after)
    return before + fix.replacement + after


def _close_up(before: str, after: str) -> tuple[str, str]:
    """What stands on both sides of words taken away, without empty brackets, lone commas and doubled spaces."""
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1], after[1:]
    if after.startswith((",", ";")) and before.rstrip(" ")[-1:] in ("", "\n", ",", ";", ".", ":", "("):
        after = after[1:]
    if after.startswith(" ") and before[-1:] in ("", " ", "\n", "("):
        after = after[1:]
    if after.startswith((",", ".", ";", ")")) and before.endswith(" "):
        before = before[:-1]
    if after.startswith((".", ")")) and before.endswith((",", ";")):
        before = before[:-1]
    return before, after
