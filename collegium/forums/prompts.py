"""What a forum or a group asks of whoever starts a topic: as fields of the form, and as the topic's first words."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.discussion.words import Words
from collegium.forums.models import Forum, Prompt
from collegium.groups.models import Group
from collegium.outbox import audit
from collegium.web.lines import LineInput

MOST = 8  # of one forum or group
LONGEST_LINE, LONGEST = 300, 6000  # characters of an answer


class Wanted(NamedTuple):
    """What staff or a group’s owners want asked; `pk` of one that stays, so that a topic being written keeps it."""

    pk: int | None
    label: str
    help: str
    kind: str
    choices: str
    is_required: bool


def field_name(prompt: Prompt) -> str:
    """The name of its field."""
    return f"said_{prompt.pk}"


def field_of(prompt: Prompt) -> forms.Field:
    """How it is answered in a form."""
    usual: dict[str, Any] = {"label": prompt.label, "help_text": prompt.help, "required": prompt.is_required}
    if prompt.kind == Prompt.Kind.CHOICE:
        answers = [(line, line) for line in prompt.choices.splitlines()]
        return forms.ChoiceField(choices=[("", _("Choose")), *answers], **usual)
    if prompt.kind == Prompt.Kind.WORDS:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST, **usual)
    return LineInput(max_length=LONGEST_LINE, **usual)


def said(prompts: Iterable[Prompt], data: Mapping[str, str]) -> str:
    """The answers as safe HTML: each label in bold over its answer's paragraphs; nothing where nothing was said."""
    parts = []
    for prompt in prompts:
        if answer := (data.get(field_name(prompt)) or "").strip():
            parts.append(f"<p><strong>{html.escape(prompt.label)}</strong></p>{Words.plain(answer).body}")
    return "".join(parts)


@transaction.atomic
def set_prompts(place: Forum | Group, wanted: list[Wanted], by: User) -> None:
    """Ask this, in this order, of whoever starts a topic here from now on; topics there are stay as they are."""
    kept = {prompt.pk: prompt for prompt in place.prompts.select_for_update()}
    left = set(kept)
    kind = "group" if isinstance(place, Group) else "forum"
    for order, want in enumerate(wanted[:MOST]):
        prompt = kept.get(want.pk or 0) or Prompt(**{kind: place})
        left.discard(prompt.pk)
        prompt.order, prompt.label, prompt.help, prompt.kind = order, want.label, want.help, want.kind
        prompt.choices, prompt.is_required = want.choices, want.is_required
        prompt.save()
    Prompt.objects.filter(pk__in=left).delete()
    audit.log(by, f"changed what a {kind} asks", about=(kind, place.pk), detail={"asked": len(wanted[:MOST])})
