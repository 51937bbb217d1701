"""What a poll asks, as fields of a form; a form never saves."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.polls.actions import Asked
from collegium.polls.models import Poll
from collegium.privacy.forms import AskingForm
from collegium.web.lines import LineInput, one_line
from collegium.web.numbers import possible

FEWEST, MOST, LONGEST = 2, 12, 200  # options, and characters of one
USUAL = timedelta(days=14)
LATEST = timedelta(days=366)
ASKED = ("poll_question", "poll_options")  # what the patient-data check reads


def _usual_day() -> Any:
    return timezone.localdate() + USUAL


class PollFields(forms.Form):
    """Question, options (one a line), whether several may be chosen, the last day. `asked` once the form is valid."""

    poll_question = LineInput(
        label=_lazy("What do you ask?"), required=False, max_length=200,
        help_text=_lazy("Leave it empty to ask what the title asks."),
    )  # fmt: skip
    poll_options = forms.CharField(
        label=_lazy("Answers to choose from"), required=False, max_length=MOST * (LONGEST + 2) * 2,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_lazy("One on each line, two to twelve."),
    )  # fmt: skip
    poll_several = forms.BooleanField(label=_lazy("Several answers may be chosen"), required=False)
    poll_until = forms.DateField(
        label=_lazy("Votes until the end of"), required=False, initial=_usual_day, validators=[possible],
        widget=forms.DateInput(attrs={"type": "date"}), help_text=_lazy("You can close it earlier."),
    )  # fmt: skip

    def clean_poll_options(self) -> str:
        """The lines without empty ones; refuse too few, too many, the same twice, and endless ones."""
        lines = [line for line in map(one_line, self.cleaned_data["poll_options"].splitlines()) if line]
        if lines and not FEWEST <= len(lines) <= MOST:
            raise forms.ValidationError(_("Write two to twelve answers, each on a line of its own."))
        if len({line.casefold() for line in lines}) < len(lines):
            raise forms.ValidationError(_("Two of the answers are the same. Change one of them."))
        if any(len(line) > LONGEST for line in lines):
            raise forms.ValidationError(_("One of the answers is longer than 200 characters. Shorten it."))
        return "\n".join(lines)

    def clean_poll_until(self) -> datetime | None:
        """The end of that day, in the reader's zone."""
        day = self.cleaned_data["poll_until"]
        if day is None:
            return None
        if not timezone.localdate() <= day <= timezone.localdate() + LATEST:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))

    def clean(self) -> dict[str, Any]:
        """A question needs answers, answers need a last day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("poll_question") and not data.get("poll_options") and "poll_options" not in self.errors:
            self.add_error("poll_options", _("Write two to twelve answers, each on a line of its own."))
        if data.get("poll_options") and not data.get("poll_until") and "poll_until" not in self.errors:
            self.add_error("poll_until", _("Choose a day from today on, within a year."))
        return data

    @property
    def asked(self) -> Asked | None:
        """What is asked; None without answers to choose from."""
        data = self.cleaned_data
        if not data.get("poll_options"):
            return None
        options = data["poll_options"].splitlines()
        return Asked(data["poll_question"], options, data["poll_several"], data["poll_until"])

    @property
    def has_poll(self) -> bool:
        """Whether the fields stand open when the form is shown again."""
        return bool(self["poll_options"].value() or self["poll_question"].value())


class PollForm(PollFields, AskingForm):
    """The same on a page of its own, to change what nobody has voted on yet."""

    asked_fields = ASKED

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        lines = "\n".join(poll.options.values_list("text", flat=True))
        begin = {"poll_question": poll.question, "poll_options": lines, "poll_several": poll.several}
        super().__init__(*args, initial=begin | {"poll_until": timezone.localtime(poll.closes_at).date()}, **kwargs)
        self.fields["poll_options"].required = True
        self.fields["poll_until"].required = True
