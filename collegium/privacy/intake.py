"""The one function that every way in calls before words are stored: forms, mail, the API, imports, file names.

A finding asks, a person decides (SAFETY.md): "block" stops until its words are gone or said not to be a patient's,
"warn" wants one "post anyway". What people decide is logged with letters and kinds, never with the words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from collegium.accounts.models import User
from collegium.outbox import audit
from collegium.privacy.check import LONGEST_TEXT, find_identifiers
from collegium.privacy.findings import Finding


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding and the field it stands in ("title", "body", "file name")."""

    field: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at some texts came to.

    `open` are the findings still to be answered, `answered` those said not to be a patient's. `sign` names exactly
    these warnings: "post anyway" counts for them, not for what is written afterwards.
    """

    open: tuple[Seen, ...]
    answered: tuple[Seen, ...]
    sign: str
    is_confirmed: bool

    @property
    def blocks(self) -> bool:
        """Whether at least one open finding blocks."""
        return any(seen.finding.kind == "block" for seen in self.open)

    @property
    def may_pass(self) -> bool:
        """Whether the words may be stored now."""
        return not self.open or (self.is_confirmed and not self.blocks)


def look_at(
    texts: Mapping[str, str], *, by: User | None, not_patient: Collection[str] = (), confirmed: str = ""
) -> Look:
    """Look at texts on their way in, and log what their author decided about the findings.

    Args:
        texts: plain text by field.
        by: whose words they are; their own name and address are no finding. None for mail and imports.
        not_patient: words the author said are not a patient's, as the finding gave them.
        confirmed: the `sign` of the look whose warnings the author saw and posts anyway.
    """
    own = own_words(by)
    seen = [Seen(field, finding) for field, text in texts.items() for finding in _find(text, own)]
    said = {_plain(words) for words in not_patient}
    answered = tuple(item for item in seen if _plain(item.finding.text) in said)
    still = tuple(item for item in seen if item not in answered)
    sign = _sign(still)
    look = Look(still, answered, sign, is_confirmed=bool(still) and confirmed == sign)
    if look.may_pass and seen:
        _log(look, by)
    return look


def own_words(by: User | None) -> frozenset[str]:
    """The words that belong to the author: names and mail address."""
    if by is None:
        return frozenset()
    parts = [by.name, by.given_name, by.family_name, *by.name.split(), by.email]
    return frozenset(part for part in parts if part)


def _find(text: str, own: frozenset[str]) -> Iterable[Finding]:
    for start in range(0, len(text), LONGEST_TEXT):
        yield from find_identifiers(text[start : start + LONGEST_TEXT], author_words=own)


def _plain(words: str) -> str:
    return " ".join(words.split())


def _sign(seen: Iterable[Seen]) -> str:
    words = sorted(f"{item.field}:{_plain(item.finding.text)}" for item in seen)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:20] if words else ""


def _log(look: Look, by: User | None) -> None:
    """Letters and kinds only: the words never reach the log."""
    for what, group in (("said not a patient’s", look.answered), ("posted anyway", look.open)):
        if group:
            letters = sorted(f"{seen.field} {seen.finding.type} {seen.finding.kind}" for seen in group)
            audit.log(by, what, detail={"findings": letters})
