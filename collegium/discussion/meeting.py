"""Two people in one form: the second is shown what the first saved, and nothing is overwritten unseen.

For forms whose things keep no versions: facts of an organization, of a group, of a blog, an issue's front, the
society. The page names what its writer saw with a fingerprint of each field; topics, posts, articles and replies have
versions instead (`edits.py`). Views of such forms carry `@one_after_another` (`web/turns.py`), so that two who save in
the same instant meet, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from collegium.discussion.differences import Paragraph, difference


@dataclass(frozen=True, slots=True)
class Met:
    """A field that somebody else changed meanwhile: from what is stored now to what was typed."""

    label: str
    lines: list[Paragraph]


class Meeting:
    """For a form with initial values: `class AskedPageForm(Meeting, Asking, PageForm)`.

    `m.form_errors(form)` carries the fingerprint and shows `met`. Fields that only the other person changed stand in
    the form as they are stored now; what both changed stays as it was typed, and is sent again after a look.
    """

    fields: dict[str, forms.Field]
    data: Any
    cleaned_data: dict[str, Any]
    is_bound: bool
    add_error: Any
    add_prefix: Any
    get_initial_for_field: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.met: list[Met] = []

    @property
    def seen(self) -> str:
        """The fingerprint of what is stored now, field by field."""
        return ".".join(_print(self._stored(name)) for name in self._names())

    def clean(self) -> dict[str, Any]:
        """Clean as the form does, then look whether somebody saved in the meantime."""
        data: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        sent, now = str(self.data.get("seen", "")).split("."), self.seen.split(".")
        if any(sent) and len(sent) == len(now) and sent != now:
            changed = [name for name, was, present in zip(self._names(), sent, now, strict=True) if was != present]
            self._meet(changed, dict(zip(self._names(), sent, strict=True)))
        return data

    def _names(self) -> list[str]:
        return [name for name, field in self.fields.items() if self.holds(name, field)]

    def holds(self, name: str, field: forms.Field) -> bool:
        """Whether a field's words are stored; files and what the form only asks are not."""
        return not isinstance(field, forms.FileField) and not field.widget.is_hidden

    def texts_of(self, name: str, stored: list[str], typed: list[str]) -> tuple[str, str]:
        """What is stored and what was typed, as plain text to be compared."""
        return "\n".join(stored), "\n".join(typed)

    def _meet(self, changed: list[str], sent: dict[str, str]) -> None:
        self.data = self.data.copy()
        for name in changed:
            stored, typed = self._stored(name), self._typed(name)
            if stored == typed:
                continue
            self.met.append(Met(str(self.fields[name].label or name), difference(*self.texts_of(name, stored, typed))))
            if _print(typed) == sent[name]:  # this writer left it alone
                self._put(name, stored)
        if self.met:
            self.add_error(
                None,
                _(
                    "Somebody else saved this page in the meantime; nothing is overwritten. Look at both versions "
                    "below, then save again."
                ),
            )

    def _stored(self, name: str) -> list[str]:
        field = self.fields[name]
        return _texts(field.prepare_value(self.get_initial_for_field(field, name)))

    def _typed(self, name: str) -> list[str]:
        key = self.add_prefix(name)
        if isinstance(self.fields[name], forms.BooleanField):
            return _texts(key in self.data)
        many = isinstance(self.fields[name], forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        return _texts(self.data.getlist(key) if many else self.data.get(key))

    def _put(self, name: str, texts: list[str]) -> None:
        key = self.add_prefix(name)
        if isinstance(self.fields[name], forms.BooleanField) and texts == ["False"]:
            self.data.pop(key, None)
        else:
            self.data.setlist(key, texts or [""])


def _texts(value: Any) -> list[str]:
    """A value as forms send it: "" is nothing; line ends are one character."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    text = "" if value is None else str(value).replace("\r\n", "\n").strip()
    return [text] if text else []


def _print(texts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:10]
