"""The form in which staff and the owners of groups write what is asked of whoever starts a topic."""

from __future__ import annotations

from typing import Any, NoReturn, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.accounts.models import User
from collegium.forums.models import Forum, Prompt
from collegium.forums.prompts import MOST, Wanted
from collegium.groups.models import Group
from collegium.privacy.forms import Asking
from collegium.web.lines import LineInput, one_line

SPARE = 2  # empty rows offered after those in use


class PromptForm(forms.Form):
    """One thing that is asked. An empty label drops it. `asked_fields` are looked at by the whole, `AskedPrompts`."""

    asked_fields = ("label", "help", "choices")

    pk = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    label = LineInput(label=_lazy("What is asked"), required=False, max_length=100)
    help = LineInput(label=_lazy("A hint under it"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_lazy("How it is answered"), choices=Prompt.Kind.choices)
    choices = forms.CharField(
        label=_lazy("Answers to choose from"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_lazy("One on each line; only where one is chosen."),
    )  # fmt: skip
    is_required = forms.BooleanField(label=_lazy("Nobody may leave it out"), required=False)

    def clean_choices(self) -> str:
        """One a line, without empty ones."""
        return "\n".join(line for line in map(one_line, self.cleaned_data["choices"].splitlines()) if line)

    def clean(self) -> dict[str, Any]:
        """What is chosen needs at least two answers."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        few = len(data.get("choices", "").splitlines()) < 2
        if data.get("label") and data.get("kind") == Prompt.Kind.CHOICE and few and "choices" not in self.errors:
            self.add_error("choices", _("Write at least two answers, each on a line of its own."))
        return data

    @property
    def wanted(self) -> Wanted:
        """What it says, once it is valid."""
        data = self.cleaned_data
        choices = data["choices"] if data["kind"] == Prompt.Kind.CHOICE else ""
        return Wanted(data["pk"], data["label"], data["help"], data["kind"], choices, data["is_required"])


class AskedPrompts(Asking, forms.BaseFormSet):
    """All of a place, looked at together for what could identify a patient."""

    cleaned_data: Any

    def clean(self) -> dict[str, Any]:  # type: ignore[override]
        """Look at every text under the name its field has on the page."""
        texts = {
            form.add_prefix(name): form.cleaned_data[name]
            for form in self.forms
            for name in form.asked_fields
            if form.cleaned_data.get(name)
        }
        self.ask(texts)
        return {}

    def add_error(self, field: str | None, message: str) -> NoReturn:
        """What is open stands above the fields, which show what a fix changed."""
        for form in self.forms:
            form.data = self.data
        raise forms.ValidationError(message)

    @property
    def wanted(self) -> list[Wanted]:
        """What is asked from now on, once all of it is valid."""
        return [form.wanted for form in self.forms if form.cleaned_data.get("label")]


SIZE: dict[str, Any] = {"extra": SPARE, "max_num": MOST, "validate_max": True, "absolute_max": MOST + SPARE}
Prompts = cast("type[AskedPrompts]", forms.formset_factory(PromptForm, formset=AskedPrompts, **SIZE))


def prompts_of(place: Forum | Group, data: Any, by: User) -> AskedPrompts:
    """What a place asks, as a form: as it was sent, or else as it is stored.

    Args:
        data: `request.POST`; empty where nothing was sent.
        by: who writes; their own name is no finding.
    """
    stored = list(place.prompts.values("pk", "label", "help", "kind", "choices", "is_required"))
    return Prompts(data or None, initial=stored, prefix="asked", author=by)
