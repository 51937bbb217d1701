"""The base of every form that takes words: it asks about patients before it calls itself valid."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.privacy.findings import Finding, Fix, apply_fix
from collegium.privacy.intake import Look, Seen, look_at
from collegium.web.numbers import number_of

NOTHING = Look((), (), "", is_confirmed=False)


class Asking:
    """For a form of any kind: call `self.ask(texts)` at the end of `clean`, or name the fields in `asked_fields`.

    The template shows `look` with `privacy/macros.html: findings`.
    `author` is whose words they are. `asks` is False for what stays with its author (a draft): it is asked when it
    is published.
    """

    asks = True
    asked_fields: tuple[str, ...] = ()
    data: Any
    cleaned_data: dict[str, Any]
    add_error: Any

    def __init__(self, *args: Any, author: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.author = author
        self.look = NOTHING

    def clean(self) -> dict[str, Any]:
        """Clean as the form does, then look at `asked_fields`."""
        data: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        if texts := {name: _text(data[name]) for name in self.asked_fields if data.get(name)}:
            self.ask(texts)
        return data

    def ask(self, texts: dict[str, str]) -> None:
        """Look at these plain texts by field; what is open becomes an error of the form, with a sentence."""
        if not self.asks:
            return
        self.look = self._look(texts, confirmed=self._said("post_anyway"))
        if choice := self._said("mend"):
            self._mend(texts, choice[-1])
        elif not self.look.may_pass:
            self.add_error(
                None,
                _(
                    "This may hold something that could identify a patient. Look at what was seen below: correct it, "
                    "or say that it is not a patient’s."
                ),
            )

    def _look(self, texts: dict[str, str], confirmed: list[str]) -> Look:
        said = self._said("not_patient")
        return look_at(texts, by=self.author, not_patient=said, confirmed=(confirmed or [""])[-1])

    def _mend(self, texts: dict[str, str], choice: str) -> None:
        """Do what a fix's button says, in the form as it is shown again; the person reads it before it is sent."""
        seen, fix = chosen(self.look, choice)
        if seen is None or fix is None:
            self.add_error(None, _("The text has changed since it was looked at. Send it again to have it looked at."))
            return
        self.data = self.data.copy()
        self.data[seen.field] = mended(str(self.data.get(seen.field, "")), texts[seen.field], seen.finding, fix)
        self.look = self._look(texts | {seen.field: apply_fix(texts[seen.field], seen.finding, fix)}, [])
        self.add_error(None, _("It is changed. Read it once more, then post it."))

    def _said(self, name: str) -> list[str]:
        if hasattr(self.data, "getlist"):
            return list(self.data.getlist(name))
        value = self.data.get(name, [])
        return value if isinstance(value, list) else [value]


class AskingForm(Asking, forms.Form):
    """A form of words that asks."""


def _text(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def chosen(look: Look, choice: str) -> tuple[Seen | None, Fix | None]:
    """The finding and the fix that a button's value names: "3.0" is the first fix of the fourth open finding."""
    first, _dot, second = choice.partition(".")
    place, number = number_of(first), number_of(second)
    if place is None or number is None or place >= len(look.open):
        return None, None
    seen = look.open[place]
    fixes = seen.finding.fixes
    return (seen, fixes[number]) if number < len(fixes) else (None, None)


def mended(sent: str, text: str, found: Finding, fix: Fix) -> str:
    """What a field held, with one finding mended; unchanged when its words cannot be found there as they are.

    Args:
        sent: the field as it was sent, plain text or HTML.
        text: the plain text the finding was made in.
    """
    place = text[: found.start].count(found.text)
    for words in (found.text, html.escape(found.text), html.escape(found.text, quote=False)):
        start = -1
        for _time in range(place + 1):
            start = sent.find(words, start + 1)
        if start >= 0:
            return apply_fix(sent, replace(found, start=start, end=start + len(words), text=words), fix)
    return sent
