"""What somebody typed, as terms: words, "a phrase", beginn*, -without."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

LONGEST, MOST = 200, 12  # characters, terms
# Words that say nothing alone; left out when others are there (PostgreSQL's dictionary does the same).
STOP = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does", "for", "from", "had",
    "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of",
    "on", "or", "our", "she", "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "you", "your",
})  # fmt: skip
_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. `is_beginning`: longer words that begin so count too; `is_asked` for: it had its star."""

    text: str
    is_beginning: bool = False
    is_unwanted: bool = False
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """The terms of a search. All must occur, unless `is_any`."""

    text: str
    terms: tuple[Term, ...]
    is_any: bool = False

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms to find."""
        return tuple(term for term in self.terms if not term.is_unwanted)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """The terms that rule a result out."""
        return tuple(term for term in self.terms if term.is_unwanted)

    def any_of(self) -> Query:
        """The same words, of which one is enough."""
        return Query(self.text, self.terms, is_any=True)

    def as_written(self) -> Query:
        """The same, its last word as it stands: a beginning only where a star says so."""
        terms = tuple(replace(term, is_beginning=term.is_beginning and term.is_asked) for term in self.terms)
        return replace(self, terms=terms)


def parse(text: str) -> Query:
    """Read a search. The last word counts as a beginning while it has three letters or more."""
    text = " ".join(text.replace("\x00", "").split())[:LONGEST]
    found = [_term(*match.groups()) for match in _TERM.finditer(text)]
    terms = [term for term in found if any(sign.isalnum() for sign in term.text)][:MOST]
    telling = [term for term in terms if term.text.casefold() not in STOP]
    terms = telling if any(not term.is_unwanted for term in telling) else terms
    if terms and not text.endswith(('"', "*")) and len(terms[-1].text) > 2 and not terms[-1].is_unwanted:
        terms[-1] = Term(terms[-1].text, is_beginning=True)
    return Query(text, tuple(terms))


def _term(minus: str, phrase: str | None, word: str | None) -> Term:
    text = phrase if phrase is not None else (word or "")
    has_star = text.endswith("*")
    return Term(text.rstrip("*").strip('"'), is_beginning=has_star, is_unwanted=bool(minus), is_asked=has_star)
