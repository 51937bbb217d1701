"""The note and the day; a form never saves."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.bookmarks.models import LONGEST
from collegium.privacy.forms import AskingForm
from collegium.web.numbers import possible


class BookmarkForm(AskingForm):
    """A note to oneself; it is asked about patients like every text."""

    asked_fields = ("note",)
    note = forms.CharField(
        label=_lazy("A note to yourself"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_lazy("Nobody else sees it, staff neither."),
    )  # fmt: skip
    remind_on = forms.DateField(
        label=_lazy("Remind me on"), required=False, validators=[possible],
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_lazy("You find a notification on that day, and it comes by mail as your settings say."),
    )  # fmt: skip

    def clean_remind_on(self) -> date | None:
        """Refuse a day that has passed."""
        day: date | None = self.cleaned_data["remind_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose a later one, or leave it empty."))
        return day
