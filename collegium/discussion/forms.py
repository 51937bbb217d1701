"""Forms for words: the composer's textarea with its format, checked; a form never saves."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.audience.people import people_in, people_who_may_read
from collegium.audience.reader import Reader
from collegium.citations.references import numbered, own_words
from collegium.discussion import quotes
from collegium.discussion.composing import composer_words
from collegium.discussion.mentions import linked
from collegium.discussion.models import Piece
from collegium.discussion.words import Words
from collegium.privacy.forms import AskingForm
from collegium.web import html
from collegium.web.numbers import number_of

LONGEST = 60_000  # characters of plain text
LONGEST_MARKUP = 5 * LONGEST  # characters of HTML


class WordsForm(AskingForm):
    """What the composer sends. `words` holds the safe result once the form is valid.

    Args (all by name):
        reader: whose words they are.
        piece: what they answer; quotes of its replies are bound, and "@handle" names people who may read it.
        audiences: without a piece, the audiences (ids) of people who can be named.
        before: the body that is being edited.

    `asked_too` names further fields that the patient-data check reads. Without script, words with more than
    paragraphs are not typed over: `more` adds paragraphs to them. `cites` says whether identifiers in brackets become
    references.
    """

    headings = False
    pictures = ""  # when the composer asks what pictures show (composer/README.md): once, before sending, or later
    cites = True
    asked_too: tuple[str, ...] = ("title", "deck")
    body = forms.CharField(label=_("Your reply"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    body_format = forms.ChoiceField(choices=[("plain", "plain"), ("html", "html")], required=False)
    more = forms.CharField(
        label=_("Add paragraphs at the end"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    quote = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    quoted = forms.CharField(label=_("You quote"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    token = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, reader: Reader | None = None, piece: Piece | None = None,
        audiences: frozenset[int] | set[int] = frozenset(), before: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs.setdefault("author", reader.person if reader else None)
        super().__init__(*args, **kwargs)
        self.reader, self.piece, self.audiences, self.before = reader, piece, audiences, before
        self.fields["token"].initial = uuid.uuid4().hex
        self.words = Words("", "")
        self.seen_version: int | None = None

    def clean(self) -> dict[str, Any]:
        """Make the words safe; refuse empty and endless ones with a sentence; ask about patients."""
        data = super().clean() or self.cleaned_data
        is_endless = len(data.get("body") or "") > LONGEST_MARKUP
        self.words = Words("", "") if is_endless else self._compose(data)
        if is_endless or len(self.words.text) > LONGEST:
            self.add_error("body", _("This is longer than one contribution can be. Divide it, or attach it as a file."))
        elif self.words.is_empty:
            self.add_error("body", _("There are no words yet. Write something, then send it."))
        else:
            further = {name: str(data[name]) for name in self.asked_too if data.get(name)}
            shown, own = html.descriptions(self.words.body), html.to_text(own_words(self.words.body))
            self.ask(further | {"body": "\n\n".join([own, *shown])})
        return data

    def _compose(self, data: dict[str, Any]) -> Words:
        """Quote, words and what was added, as one safe whole."""
        body, is_html = data.get("body") or "", data.get("body_format") == "html"
        markup = Words.clean_html(body, headings=self.headings) if is_html else Words.plain(body).body
        if (quoted := (data.get("quoted") or "").strip()) and data.get("quote") is not None:
            markup = quotes.quoting(data["quote"], quoted) + markup
        if more := (data.get("more") or "").strip():
            markup += Words.plain(more).body
        markup = quotes.bound(markup, self.piece, self.reader, self.before)
        if self.piece is not None:
            markup = linked(markup, partial(people_who_may_read, self.piece))
        elif self.audiences:
            markup = linked(markup, partial(people_in, self.audiences))
        return Words.kept(numbered(markup) if self.cites else markup)

    @property
    def is_rich(self) -> bool:
        """Whether the field holds HTML now, which only the full editor shows well."""
        return self["body_format"].value() == "html"

    @property
    def composer_words(self) -> str:
        """The composer's own words in the page's language, as JSON; "" in English."""
        return composer_words()


def reply_form(piece: Piece, reader: Reader, quote: str = "") -> WordsForm:
    """An empty reply; with `quote` (a reply's id, "0" for the piece's own words) it begins with those words."""
    form = WordsForm(reader=reader, piece=piece)
    if (number := number_of(quote)) is not None:
        source = quotes.sources_of(piece, {number}, reader).get(number)
        if source:
            form.initial |= {"quote": source.number, "quoted": source.text}  # type: ignore[operator]
    return form
