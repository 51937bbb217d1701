"""Forms of the care of topics: each asks for the reason that the author reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.forums.models import Forum, Topic
from collegium.forums.moving import forums_for
from collegium.privacy.forms import AskingForm


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
        return bool(self._said("sure"))


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
