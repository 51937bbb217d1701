"""The forms that start a topic and edit its first words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.discussion.forms import WordsForm
from collegium.discussion.models import Subject
from collegium.polls.forms import ASKED, PollFields
from collegium.web.lines import LineInput
from collegium.web.numbers import Several


class TopicForm(WordsForm):
    """Title, words, subjects."""

    title = LineInput(label=_("Title"), min_length=8, max_length=200)
    subjects = Several(Subject.objects.all(), required=False, label=_("Subjects"), widget=forms.CheckboxSelectMultiple)
    field_order = ("title", "body", "subjects")


class StartForm(PollFields, TopicForm):
    """The same with a poll, which only starting a topic can ask."""

    asked_too = (*TopicForm.asked_too, *ASKED)
