"""The forms that start a topic and edit its first words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.people import people_in
from collegium.discussion.forms import WordsForm
from collegium.discussion.mentions import linked
from collegium.discussion.models import Subject
from collegium.discussion.words import Words
from collegium.forums.models import Prompt
from collegium.forums.prompts import field_name, field_of, said
from collegium.polls.forms import ASKED, PollFields
from collegium.web.html import descriptions
from collegium.web.lines import LineInput
from collegium.web.numbers import Several, possible
from collegium.web.texts import sent


class TopicForm(WordsForm):
    """Title, words, subjects."""

    title = LineInput(label=_("Title"), min_length=8, max_length=200)
    subjects = Several(Subject.objects.all(), required=False, label=_("Subjects"), widget=forms.CheckboxSelectMultiple)
    field_order = ("title", "body", "subjects")


class StartForm(PollFields, TopicForm):
    """The same with what its place asks and a poll, which only starting a topic can ask.

    Args (by name, beside those of `WordsForm`):
        prompts: what the forum or group asks; the answers come before the words.
    """

    asked_fields = ASKED

    def __init__(self, *args: Any, prompts: Iterable[Prompt] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prompts = {field_name(prompt): prompt for prompt in prompts}
        self.fields |= {name: field_of(prompt) for name, prompt in self.prompts.items()}
        if self.prompts:
            self.fields["body"].label = _("Anything else")
        self._beside = Words("", "")

    @property
    def answers(self) -> list[forms.BoundField]:
        """The fields of what its place asks."""
        return [self[name] for name in self.prompts]

    def _compose(self, data: dict[str, Any]) -> Words:
        self._beside = super()._compose(data)
        answers = linked(said(self.prompts.values(), data), partial(people_in, self.audiences)) if self.prompts else ""
        return Words.kept(answers + self._beside.body)

    def ask(self, texts: dict[str, str]) -> None:
        """About patients: each answer under its own name, so that what is seen can be mended where it stands."""
        beside = "\n\n".join([self._beside.text, *descriptions(self._beside.body)])
        more = {name: self.cleaned_data[name] for name in (*self.prompts, *ASKED) if self.cleaned_data.get(name)}
        super().ask(texts | more | {"body": beside})


def title_given(request: HttpRequest) -> dict[str, str]:
    """What the address says the title will be (`?title=`), as the form's beginning."""
    title = sent(request.GET, "title", 200)
    return {"title": title} if title else {}


class PinForm(forms.Form):
    """Pinned or not, and to the end of which day."""

    on = forms.ChoiceField(choices=[("1", "1"), ("0", "0")])
    until = forms.DateField(label=_("Until"), required=False, validators=[possible])

    def clean_until(self) -> date | None:
        """A day that has not passed."""
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose a later one, or none."))
        return day

    @property
    def end(self) -> datetime | None:
        """The last second of the day."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None


class SubjectsForm(forms.Form):
    """What a topic is about."""

    subjects = Several(Subject.objects.all(), required=False, label=_("Subjects"), widget=forms.CheckboxSelectMultiple)
