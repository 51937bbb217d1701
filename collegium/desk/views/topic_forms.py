"""What people should say when they start a topic: for each forum, asked in a few fields that staff write here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.forums.models import Forum, Prompt
from collegium.forums.prompts import MOST, Wanted, set_prompts
from collegium.web.lines import LineInput, one_line

SPARE = 2  # empty rows offered after those in use


class PromptForm(forms.Form):
    """One thing that is asked. An empty label drops it."""

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


Prompts = forms.formset_factory(PromptForm, extra=SPARE, max_num=MOST, validate_max=True, absolute_max=MOST + SPARE)


@open_to("administrators")
def topic_forms(request: HttpRequest) -> HttpResponse:
    """`/desk/forums/`: every forum with how much it asks."""
    forums = Forum.objects.select_related("section").annotate(asked=Count("prompts"))
    return render(request, "desk/topic_forms.html", {"forums": forums})


@open_to("administrators")
def edit_topic_form(request: HttpRequest, forum: str) -> HttpResponse:
    """`/desk/forums/<forum>/`: what this forum asks, in up to eight fields."""
    place = get_object_or_404(Forum, slug=forum)
    fields = ("pk", "label", "help", "kind", "choices", "is_required")
    rows = Prompts(request.POST or None, initial=list(place.prompts.values(*fields)), prefix="asked")
    if request.method == "POST" and rows.is_valid():
        set_prompts(place, [form.wanted for form in rows if form.cleaned_data.get("label")], request.reader.person)
        messages.success(request, _("Saved. Whoever starts a topic from now on is asked this."))
        return see_other(f"/desk/forums/{place.slug}/")
    context = {"rows": rows, "forum": place}
    return render(request, "desk/edit_topic_form.html", context, status=422 if rows.is_bound else 200)
