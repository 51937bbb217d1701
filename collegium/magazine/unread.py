"""What holds an article from a Word file back: findings of the patient-data check that nobody has answered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from collegium.discussion.actions import Refused
from collegium.magazine.models import Article, WordNote


def refuse_unread(article: Article) -> None:
    """Hold back what nobody has looked at.

    Raises:
        Refused: the check's findings wait for an answer.
    """
    note = WordNote.objects.filter(article=article).first()
    if note and note.findings:
        raise Refused(
            _("“%(title)s” came from a Word file and may hold something that could identify a patient. "
                "Open it, save it, and answer what is asked there.")
            % {"title": article.title}
        )  # fmt: skip


def note_read(article: Article) -> None:
    """An editor saved it through the form that asks: its findings are answered."""
    WordNote.objects.filter(article=article).update(findings=0)
