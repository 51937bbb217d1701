"""Forms of the care of topics: each asks for the reason that the author reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.audience.reader import Reader
from collegium.discussion.models import Reply
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
    """Which replies, under which title, for whom."""

    asked_fields = ("title", "reason")

    title = LineInput(label=_("Title of the new topic"), min_length=8, max_length=200)
    replies = Several(
        Reply.objects.none(), label=_("Replies"), error_messages={"required": _("Choose at least one reply.")}
    )
    readers = forms.TypedChoiceField(label=_("Who reads it"), coerce=int)
    field_order = ("title", "replies", "readers", "reason")

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Reason, as those who wrote them will read it")
        here = Reply.objects.filter(piece=self.topic, held_at=None).shown_to(reader).order_by("number")
        self.fields["replies"].queryset = here  # type: ignore[attr-defined]
        self.audiences = {one.pk: one for one in readers_for(self.topic)}
        same, fewer = _("Whoever reads this topic"), list(self.audiences)[1:]
        choices = [(self.topic.readers_id, same), *[(pk, self.audiences[pk]) for pk in fewer]]
        self.fields["readers"].choices = choices  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[Reply]:
        """The chosen replies in their order."""
        return list(self.cleaned_data["replies"].select_related("author"))
