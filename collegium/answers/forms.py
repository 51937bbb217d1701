"""Forms of answers; none of them saves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.answers.models import LARGEST_QUOTA, MOST_DID, USUAL_QUOTA, Case
from collegium.forums.forms import TopicForm
from collegium.privacy.forms import AskingForm
from collegium.web.lines import LineInput
from collegium.web.numbers import number_of, possible

LATEST = timedelta(days=3 * 366)


def reminder() -> forms.DateField:
    """The day on which somebody wants to be asked what came of it."""
    return forms.DateField(
        label=_("Ask me what came of it on"), required=False, validators=[possible],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("You get one notification on that day. Leave it empty to be left alone."),
    )  # fmt: skip


def coming(day: date | None, before: date | None = None) -> date | None:
    """The day, when it lies ahead within three years or is the one that stood there before.

    Raises:
        forms.ValidationError: with one sentence.
    """
    today = timezone.localdate()
    if day is not None and day != before and not today < day <= today + LATEST:
        raise forms.ValidationError(_("Choose a day that lies ahead, within three years."))
    return day


class CardForm(AskingForm):
    """Question, answer, what people did, outcome, and when to be asked for it."""

    asked_fields = ("question", "answer", "did_1", "did_2", "did_3", "outcome")
    question = LineInput(label=_("The question in one line"), min_length=8, max_length=200)
    answer = forms.CharField(
        label=_("The answer"), max_length=1500, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What the next reader needs in 20 seconds. A blank line ends a paragraph."),
    )  # fmt: skip
    did_1 = LineInput(label=_("What people did"), required=False, max_length=240)
    did_2 = LineInput(label=_("What else"), required=False, max_length=240)
    did_3 = LineInput(label=_("And what else"), required=False, max_length=240)
    outcome = forms.CharField(
        label=_("What came of it"), required=False, max_length=800, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Later, when you know. Without it the card says that the outcome is open."),
    )  # fmt: skip
    remind_on = reminder()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen_version = number_of(str(self.data.get("version", ""))) if self.is_bound else None

    def clean_remind_on(self) -> date | None:
        """A day ahead."""
        return coming(self.cleaned_data["remind_on"], self.initial.get("remind_on"))

    @property
    def words(self) -> dict[str, Any]:
        """What the card says, once the form is valid."""
        data = self.cleaned_data
        did = [data[f"did_{number}"] for number in range(1, MOST_DID + 1)]
        return {name: data[name] for name in ("question", "answer", "outcome", "remind_on")} | {
            "did": [line for line in did if line]
        }


class WillingForm(forms.Form):
    """Whether somebody may be asked, and how often a month."""

    on = forms.BooleanField(label=_("You may ask me"), required=False)
    quota = forms.TypedChoiceField(
        label=_("At most so many questions a month"), coerce=int, required=False,
        choices=[(number, str(number)) for number in range(1, LARGEST_QUOTA + 1)],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["quota"] = self.initial.get("quota") or USUAL_QUOTA

    @property
    def wish(self) -> int:
        """How many questions a month; 0 for none."""
        return (self.cleaned_data["quota"] or USUAL_QUOTA) if self.cleaned_data["on"] else 0


OPTIONS = 4  # that a case's form has room for


OPTION_FIELDS = tuple(f"option_{number}" for number in range(1, OPTIONS + 1))


class CaseHead(forms.Form):
    """The fields of a case's head, for the two forms that hold them."""

    age = forms.ChoiceField(label=_("Age"), choices=[("", _("Choose a band")), *Case.Age.choices])
    setting = LineInput(
        label=_("Setting"), max_length=160, help_text=_("“Community clinic, no cardiologist in the county”")
    )
    question = LineInput(label=_("The question"), min_length=8, max_length=200)
    option_1 = LineInput(label=_("First option"), required=False, max_length=160)
    option_2 = LineInput(label=_("Second option"), required=False, max_length=160)
    option_3 = LineInput(label=_("Third option"), required=False, max_length=160)
    option_4 = LineInput(label=_("Fourth option"), required=False, max_length=160)
    remind_on = reminder()
    consent = forms.BooleanField(
        label=_("The patient or their representative agreed, in writing, to this being discussed, pictures included."),
        error_messages={"required": _("A case is presented only when the patient or their representative agreed.")},
    )

    def clean_remind_on(self) -> date | None:
        """A day ahead."""
        return coming(self.cleaned_data["remind_on"], self.initial.get("remind_on"))

    @property
    def option_fields(self) -> list[forms.BoundField]:
        """The fields of what was considered."""
        return [self[name] for name in OPTION_FIELDS]

    @property
    def head(self) -> dict[str, Any]:
        """The valid form's content, as the deeds of `cases` take it."""
        options = [self.cleaned_data[name] for name in OPTION_FIELDS]
        return self.cleaned_data | {"options": [option for option in options if option]}


class CaseForm(CaseHead, TopicForm):
    """A topic with the head of a case. Every field is looked at for what could identify a patient."""

    asked_too = ("title", "setting", "question", *OPTION_FIELDS)


class CaseHeadForm(CaseHead, AskingForm):
    """The head alone, changed later."""

    asked_fields = ("setting", "question", *OPTION_FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen_version = number_of(str(self.data.get("version", ""))) if self.is_bound else None


class OutcomeForm(AskingForm):
    """What came of a case."""

    asked_fields = ("outcome",)
    outcome = forms.CharField(label=_("What came of it"), max_length=1500, widget=forms.Textarea(attrs={"rows": 6}))
