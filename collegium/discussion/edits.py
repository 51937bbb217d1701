"""Editing words in a form: what is in the field, which version its writer saw, and how theirs differs."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest

from collegium.citations.references import as_typed
from collegium.discussion.differences import Paragraph, difference
from collegium.discussion.forms import WordsForm
from collegium.discussion.models import Piece, Reply
from collegium.discussion.quotes import Quotes
from collegium.web import html
from collegium.web.numbers import number_of

F = TypeVar("F", bound=WordsForm)


def edit_form(kind: type[F], request: HttpRequest, thing: Piece | Reply, **initial: Any) -> F:
    """The present words in the field: as plain text where nothing is lost by it, else as HTML for the full editor.

    `form.seen_version` is the version the writer had before them.
    """
    reader = request.reader  # type: ignore[attr-defined]
    piece = thing.piece if isinstance(thing, Reply) else None
    body = Quotes(piece, reader, [thing.body]).for_editing(thing.body) if piece else thing.body
    initial |= initial_words(body)
    form = kind(
        request.POST or None, reader=reader, piece=piece, before=thing.body, initial=initial,
        audiences=set() if isinstance(thing, Reply) else thing.reader_ids(),
    )  # fmt: skip
    form.seen_version = number_of(request.POST.get("version", ""))
    return form


def initial_words(body: str) -> dict[str, str]:
    """What a form's field begins with: plain text where nothing is lost by it, else HTML."""
    if html.is_plain(typed := as_typed(body)):
        return {"body": html.to_plain(typed), "body_format": "plain"}
    return {"body": body, "body_format": "html"}


def conflict(thing: Piece | Reply, form: WordsForm) -> list[Paragraph]:
    """Between the present words and what was sent, when somebody saved another version in the meantime."""
    seen = form.seen_version
    return difference(thing.text, form.words.text) if seen is not None and seen != thing.version else []
