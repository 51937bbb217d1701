"""Forms of the care of topics: each asks for the reason that the author reads."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models
from django.db.models import Max, Min
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from collegium.audience.reader import Reader
from collegium.discussion.models import Reply
from collegium.forums.merging import refusal_to_merge
from collegium.forums.models import Forum, Topic
from collegium.forums.moving import forums_for
from collegium.forums.splitting import readers_for
from collegium.privacy.forms import AskingForm
from collegium.web.lines import LineInput
from collegium.web.numbers import Several


class TendingForm(AskingForm):
    """The reason; each deed adds what it needs. `is_sure`: whoever sends it has read what will happen."""

    asked_fields: tuple[str, ...] = ("reason",)

    reason = forms.CharField(
        label=_("Reason, as its author will read it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason in a sentence: its author reads it, and may answer.")},
    )

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic

    @property
    def is_sure(self) -> bool:
        """Sent from the page that says what happens."""
        return any(self._said("sure"))


class MoveForm(TendingForm):
    """Where to."""

    forum = forms.ModelChoiceField(
        Forum.objects.none(),
        label=_("Move to"),
        empty_label=_("Choose a forum"),
        error_messages={"required": _("Choose the forum it belongs in.")},
    )
    field_order = ("forum", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].queryset = forums_for(self.topic)  # type: ignore[attr-defined]


class SplitForm(TendingForm):
    """Which replies, under which title, for whom. A long stretch is named by its first and last reply.

    `last` comes back from the page that says what happens: what was written since then does not go along.
    """

    class Extent(models.TextChoices):
        """How far the choice goes."""

        CHOSEN = "chosen", _("Only the chosen replies")
        BETWEEN = "between", _("Everything from the first chosen reply to the last chosen one")
        ONWARD = "onward", _("The first chosen reply and everything after it")

    asked_fields = ("title", "reason")

    title = LineInput(label=_("Title of the new topic"), min_length=8, max_length=200)
    replies = Several(
        Reply.objects.none(), label=_("Replies"), error_messages={"required": _("Choose at least one reply.")}
    )
    extent = forms.ChoiceField(label=_("How far the choice goes"), choices=Extent.choices, required=False)
    last = forms.ModelChoiceField(Reply.objects.none(), required=False, widget=forms.HiddenInput)
    readers = forms.TypedChoiceField(label=_("Who reads it"), coerce=int)
    field_order = ("title", "replies", "extent", "last", "readers", "reason")

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Reason, as those who wrote them will read it")
        here = Reply.objects.filter(piece=self.topic, held_at=None).shown_to(reader).order_by("number")
        for name in ("replies", "last"):
            self.fields[name].queryset = here  # type: ignore[attr-defined]
        self.audiences = {one.pk: one for one in readers_for(self.topic)}
        same, fewer = _("Whoever reads this topic"), list(self.audiences)[1:]
        choices = [(self.topic.readers_id, same), *[(pk, self.audiences[pk]) for pk in fewer]]
        self.fields["readers"].choices = choices  # type: ignore[attr-defined]

    @cached_property
    def rows(self) -> list[Reply]:
        """The replies that move, in their order."""
        chosen, extent = self.cleaned_data["replies"], self.cleaned_data["extent"]
        if extent in (self.Extent.BETWEEN, self.Extent.ONWARD):
            ends = chosen.order_by().aggregate(first=Min("number"), last=Max("number"))
            chosen = self.fields["replies"].queryset.filter(number__gte=ends["first"])  # type: ignore[attr-defined]
            if extent == self.Extent.BETWEEN:
                chosen = chosen.filter(number__lte=ends["last"])
            elif last := self.cleaned_data["last"]:
                chosen = chosen.filter(number__lte=last.number)
        return list(chosen.select_related("author").defer("body"))


class MergeForm(TendingForm):
    """With which topic, named by its address or its number, and which of the two goes on."""

    other = forms.CharField(
        label=_("The other topic: its address, or its number"),
        max_length=300,
        help_text=_("Open it in another window and copy what stands in the address line."),
        error_messages={"required": _("Give the address of the other topic.")},
    )
    goes_on = forms.ChoiceField(
        label=_("Which one goes on"),
        required=False,
        choices=[
            ("older", _("The older one")), ("other", _("The other topic")), ("this", _("This topic")),
        ],
    )  # fmt: skip
    field_order = ("other", "goes_on", "reason")

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_other(self) -> Topic:
        """The topic at this address, which whoever merges has in full."""
        named = re.search(r"(?:/|^)(\d{1,18})(?:-|/|$)", self.cleaned_data["other"].strip())
        rows = Topic.objects.select_related("forum", "group", "readers", "writers", "author").readable_by(self.reader)
        other: Topic | None = rows.filter(pk=int(named[1])).first() if named else None  # type: ignore[assignment]
        if other is None:
            raise forms.ValidationError(_("There is no topic at this address. Copy it from the topic’s own page."))
        return other

    def clean(self) -> dict[str, Any]:
        """Refuse two that cannot be merged, before anything is said about what would happen."""
        data = super().clean()
        if data.get("other") and (refusal := refusal_to_merge(*self.pair)):
            self.add_error(None, refusal)
        return data

    @property
    def pair(self) -> tuple[Topic, Topic]:
        """The topic that ends, and the one that goes on."""
        this, other = self.topic, self.cleaned_data["other"]
        choice = self.cleaned_data.get("goes_on") or "older"
        older = min(this, other, key=lambda topic: (topic.published_at, topic.pk))
        target = {"this": this, "other": other}.get(choice, older)
        return (other if target is this else this), target
