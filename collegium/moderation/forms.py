"""Forms of moderation: a report, a decision, an appeal and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.discussion.moderating import narrower
from collegium.moderation.actions import PAUSES
from collegium.moderation.models import Appeal, Report
from collegium.moderation.texts import TEXTS
from collegium.moderation.things import Thing
from collegium.privacy.forms import Asking, AskingForm


class ReportForm(Asking, forms.ModelForm):
    """Why, and what the moderators should know."""

    asked_fields = ("note",)

    class Meta:
        model = Report
        fields = ("reason", "note")
        widgets = {"reason": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What is wrong with it?")
        self.fields["reason"].choices = Report.Reason.choices  # type: ignore[attr-defined]
        self.fields["reason"].error_messages["required"] = _("Choose the reason that fits best.")


class DecisionForm(AskingForm):
    """One act with its reason. The reason is what the author reads, so it cannot be empty (but for a release)."""

    asked_fields = ("reason",)
    WITHOUT_REASON = ("release",)
    ACTS = ("release", "hide", "take-back", "lock", "narrow", "pause", "dismiss", "ask")

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    reason = forms.CharField(
        label=_("Reason, as its author will read it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    readers = forms.TypedChoiceField(label=_("Move to"), coerce=int, required=False)
    days = forms.TypedChoiceField(
        label=_("Pause the author’s writing for"),
        choices=[(days, _("%(n)s days") % {"n": days}) for days in PAUSES],
        coerce=int,
        required=False,
    )

    parts = forms.MultipleChoiceField(label=_("Which words"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, thing: Thing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing
        self.fields["parts"].choices = [(part.key, part.label) for part in thing.parts]  # type: ignore[attr-defined]
        fewer = narrower(thing.row) if thing.kind == "piece" else []
        own = thing.row.writers_id if thing.kind == "piece" else None
        choices = [(one.pk, _("The people of this group") if one.pk == own and one.is_group else one) for one in fewer]
        self.fields["readers"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason, and for what an act needs."""
        data = super().clean() or self.cleaned_data
        act = data.get("act")
        if act not in self.WITHOUT_REASON and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Write the reason in a sentence: its author reads it, and may answer."))
        if self.thing.kind in TEXTS and act in ("take-back", "ask") and not data.get("parts"):
            self.add_error("parts", _("Choose which words are meant."))
        if act == "narrow" and not data.get("readers"):
            self.add_error("readers", _("Choose who may read it from now on."))
        if act == "pause" and not data.get("days"):
            self.add_error("days", _("Choose for how long."))
        return data


class AppealForm(Asking, forms.ModelForm):
    """The author's answer."""

    asked_fields = ("text",)

    class Meta:
        model = Appeal
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}


class AppealAnswerForm(AskingForm):
    """The moderators' answer to an appeal."""

    asked_fields = ("answer",)

    answer = forms.CharField(label=_("Your answer"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))
    upheld = forms.TypedChoiceField(
        choices=[("1", _("The author is right: take the decision back")), ("0", _("The decision stays"))],
        coerce=lambda value: value == "1",
    )
