"""Runs: capitalised words that stand together and could be a person's name, with the title before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from collegium.privacy.page import Page
from collegium.privacy.rules import allow

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_])|-(?=[^\W\d_])){0,40}")
PARTICLES = allow.words("de da do dos das del della di du le la las los van von der den ter ten bin ibn al el y e")
HONORIFICS = allow.words(
    "mr mrs ms miss mister mme mlle madame monsieur sr sra srta señor señora señorita herr frau signor "
    "signora sister "
    "fr rev reverend pastor deacon rabbi imam coach officer sgt capt judge mayor sheriff"
)
# In these the title may also be an ordinary word, a relation or a date, so it counts only with a capital letter.
_COLLEAGUES = allow.words(
    "dr drs prof profs professor doctor doctors president secretary senator editor chancellor dean"
)
_CAMEL = re.compile(r"^(?!(?:Mc|Mac|De|Di|La|Le|Du|Fitz|Van|O['’])[A-Z])[A-Z][a-z]{1,30}[A-Z]")
_SUFFIX = re.compile(r"(?:'s|’s)$")
LONGEST = 5


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one possible name. `title` is "", "patient" (Mrs., Sister) or "colleague" (Dr., Professor)."""

    start: int
    end: int
    words: tuple[str, ...]
    title: str
    title_start: int

    @property
    def is_upper(self) -> bool:
        """Written in capitals throughout."""
        return all(word.isupper() for word in self.words) and len(self.words[0]) > 1

    @property
    def last(self) -> str:
        """The last word in lower case: what a person is called again by."""
        return self.words[-1].lower()

    @property
    def is_full(self) -> bool:
        """At least two words that are not initials."""
        return sum(len(word) > 1 for word in self.words if word.lower() not in PARTICLES) > 1


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        return self.text.lower()


def _title(token: _Token) -> str:
    if token.low in _COLLEAGUES and token.text[0].isupper():
        return "colleague"
    if token.low in HONORIFICS and token.text[0].isupper() and (not token.text.isupper() or len(token.text) == 1):
        return "patient"
    return ""


def _gap_joins(gap: str, token: _Token) -> bool:
    """Do two words with this gap belong to one name? "J. Smith" and "Anne Smith" do, "Anne. Smith" does not."""
    return gap in (" ", "  ", "\n", " \n") or (gap in (". ", ".") and len(token.text) == 1)


def _name_like(token: _Token) -> bool:
    if not token.text[0].isupper():
        return False
    if len(token.text) == 1:
        return True
    if _CAMEL.search(token.text):
        return False
    if token.text.isupper():
        return len(token.text) > 2 and (allow.is_given_name(token.text) or allow.is_family_name(token.text))
    return allow.could_be_name(token.text)


def _leads_only(token: _Token) -> bool:
    """Is a first capitalised word only the start of a sentence or heading ("Would Gladys")?"""
    if token.low in allow.NOT_NAMES:
        return True
    return len(token.text) > 1 and allow.is_word(token.text) and not allow.could_be_given_name(token.text)


class _Builder:
    """Takes the words of a page one by one and gives out the runs they make."""

    def __init__(self) -> None:
        self.held: list[_Token] = []
        self.title, self.title_start = "", -1

    def take(self, token: _Token, gap: str, previous: _Token) -> Iterator[Run]:
        """Look at one word; `gap` is what stands between it and the word before."""
        title = _title(token)
        joins = bool(self.held) and len(self.held) < LONGEST and _gap_joins(gap, previous)
        particle = token.low in PARTICLES and token.text.islower()
        if joins and not title and (particle or _name_like(token)):
            self.held.append(token)
            return
        yield from self.close()
        if title:
            self.title, self.title_start = title, token.start
            return
        if self.title and gap not in (" ", ". ", ".", ".  "):
            self.title = ""
        if _name_like(token) or (self.title and particle):
            self.held = [token]
        else:
            self.title = ""

    def close(self) -> Iterator[Run]:
        """The run held so far, without initials, particles and ordinary words at its ends."""
        tokens = self.held
        if not tokens:
            return
        while tokens and (tokens[-1].low in PARTICLES or (len(tokens) > 1 and tokens[-1].low in allow.NOT_NAMES)):
            tokens.pop()
        while not self.title and len(tokens) > 1 and _leads_only(tokens[0]):
            tokens.pop(0)
        if any(len(token.text) > 1 for token in tokens):
            last = _SUFFIX.sub("", tokens[-1].text)
            named = (*(token.text for token in tokens[:-1]), last)
            yield Run(tokens[0].start, tokens[-1].start + len(last), named, self.title, self.title_start)
        self.held, self.title = [], ""


def runs(page: Page) -> Iterator[Run]:
    """All runs of the page in order; each word is looked at once."""
    builder, previous = _Builder(), _Token(0, 0, "")
    for match in _WORD.finditer(page.text):
        token = _Token(match.start(), match.end(), match[0])
        gap = page.text[previous.end : token.start] if token.start - previous.end < 4 else "|"
        yield from builder.take(token, gap, previous)
        previous = token
    yield from builder.close()
