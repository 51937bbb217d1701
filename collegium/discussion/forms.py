"""Forms for words: the composer's textarea with its format, checked; a form never saves."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.discussion.words import Words

LONGEST = 60_000  # characters of plain text


class WordsForm(forms.Form):
    """What the composer sends. `words` holds the safe result once the form is valid."""

    headings = False
    body = forms.CharField(label=_("Your reply"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    body_format = forms.ChoiceField(choices=[("plain", "plain"), ("html", "html")], required=False)
    token = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4().hex
        self.words = Words("", "")

    def clean(self) -> dict[str, Any]:
        """Make the words safe; refuse empty and endless ones with a sentence."""
        data = super().clean() or self.cleaned_data
        body = data.get("body", "")
        if data.get("body_format") == "html":
            self.words = Words.rich(body, headings=self.headings)
        else:
            self.words = Words.plain(body)
        if self.words.is_empty:
            self.add_error("body", _("There are no words yet. Write something, then send it."))
        elif len(self.words.text) > LONGEST:
            self.add_error("body", _("This is longer than one contribution can be. Divide it, or attach it as a file."))
        return data
