"""Words on their way in: what the composer, an import or a mail sent, made safe once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collegium.citations.references import numbered
from collegium.web import html

if TYPE_CHECKING:
    from collegium.discussion.models import Piece, Reply

_PERSON = re.compile(r'data-person="(\d+)"')
_QUOTE = re.compile(r'(<blockquote)(?: data-quote="\d+")')


@dataclass(frozen=True, slots=True)
class Words:
    """Safe HTML with its plain text. The text leaves out quotes bound to their source: those are another's words."""

    body: str
    text: str

    @classmethod
    def plain(cls, text: str) -> Words:
        """From a plain text field: a blank line ends a paragraph, addresses become links."""
        return cls.kept(html.from_plain(text))

    @classmethod
    def rich(cls, markup: str, *, headings: bool = False) -> Words:
        """From HTML of the composer, a mail, an import; `headings` for posts and articles.

        A quote that nobody bound to its source (`discussion.quotes`) is an ordinary one: its words count as said here.
        """
        return cls.kept(numbered(_QUOTE.sub(r"\1", cls.clean_html(markup, headings=headings))))

    @classmethod
    def kept(cls, body: str) -> Words:
        """From a body that is safe already."""
        return cls(body, html.to_text(body))

    @staticmethod
    def clean_html(markup: str, *, headings: bool = False) -> str:
        """Only the allow-list stays; quotes keep the number they name and still have to be bound."""
        return html.clean(markup, rich=headings)

    @property
    def is_empty(self) -> bool:
        """Neither words nor a picture."""
        return not self.text and "<img" not in self.body

    def put_into(self, thing: Piece | Reply) -> None:
        """Set body, text and the number of words of a row (not saved)."""
        thing.body, thing.text, thing.words = self.body, self.text, html.count_words(self.text)


def mentioned_ids(body: str) -> set[int]:
    """The people named with @ in safe HTML (ids; whether they exist is not checked)."""
    return {int(number) for number in _PERSON.findall(body)}
