"""What staff and authors said about words that were taken back, without the words themselves.

Reports' notes and appeals are erased whole: they speak of nothing else. A decision and its reason stay, for whoever has
to answer for it, with what the reason quotes cut out: runs of words, names, numbers, what the patient-data check sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db.models import Model
from django.utils import timezone

from collegium.answers.models import Card
from collegium.conversations.models import Message
from collegium.discussion.models import Piece, Reply
from collegium.moderation.models import Appeal, Decision, Report
from collegium.outbox import audit
from collegium.outbox.models import Mail
from collegium.outbox.taken_back import WordsErased
from collegium.privacy import find_identifiers
from collegium.web.texts import folded

CUT = "[…]"
COMMON = frozenset({  # words that open sentences, and name nobody
    "about", "after", "all", "also", "and", "any", "are", "before", "but", "did", "does", "for", "from", "had", "has",
    "have", "her", "his", "how", "its", "last", "may", "not", "now", "one", "our", "patient", "she", "since",
    "some", "that", "the", "their", "then", "there", "these", "they", "this", "was", "were", "what", "when", "where",
    "which", "who", "why", "with", "you", "your",
})  # fmt: skip
RUN = 3  # words in a row that are no chance
_WORD = re.compile(r"[\w’'-]*\w")
_OPENS = re.compile(r"(?:^|[.!?:]\s+|\n)\W*$")  # before the first word of a sentence
_CUTS = re.compile(r"\[…\](?:[\s,.;:'’-]*\[…\])+")
REASONS: tuple[tuple[str, type[Model], tuple[str, ...]], ...] = (
    ("piece", Piece, ("hidden_reason", "lock_reason")),
    ("reply", Reply, ("hidden_reason",)),
    ("message", Message, ("hidden_reason",)),
    ("card", Card, ("hidden_reason",)),
)


def without(text: str, words: str) -> str:
    """A text without what it quotes of `words`; "[…]" stands there instead."""
    for finding in find_identifiers(words):
        text = re.sub(rf"(?<!\w){re.escape(finding.text)}(?!\w)", CUT, text, flags=re.IGNORECASE)
    found = list(_WORD.finditer(text))
    gone = _in_runs([folded(match[0]) for match in found], words) | _telling([match[0] for match in found], words)
    for place in sorted(gone, reverse=True):
        text = text[: found[place].start()] + CUT + text[found[place].end() :]
    return _CUTS.sub(CUT, text)


def _in_runs(said: list[str], words: str) -> set[int]:
    """Places of words that stand in the same order in both, `RUN` or more."""
    source = [folded(word) for word in _WORD.findall(words)]
    runs = {tuple(source[at : at + RUN]) for at in range(len(source) - RUN + 1)}
    starts = [at for at in range(len(said) - RUN + 1) if tuple(said[at : at + RUN]) in runs]
    return {at + step for at in starts for step in range(RUN)}


def _telling(said: list[str], words: str) -> set[int]:
    """Places of names and numbers of `words`. What opens a sentence there counts where it is capitalised."""
    certain: set[str] = set()
    likely: set[str] = set()
    for match in _WORD.finditer(words):
        word, key = match[0], folded(match[0])
        if any(sign.isdigit() for sign in word):
            certain.add(key)
        elif word[0].isupper() and len(word) > 2 and key not in COMMON:
            (likely if _OPENS.search(words, 0, match.start()) else certain).add(key)
    return {
        at for at, word in enumerate(said) if folded(word) in certain or (word[0].isupper() and folded(word) in likely)
    }


def forget_quotes(event: WordsErased) -> None:
    """Erase what was said about these words and may repeat them: notes, appeals, letters. Cut it out of reasons."""

    def clean(text: str) -> str:
        return without(text, event.words)

    Report.objects.forget_notes(event.kind, event.target_id)
    decisions = list(Decision.objects.about(event.kind, event.target_id))
    appeals = Appeal.objects.filter(decision__in=decisions)
    appeals.filter(answered_at=None).update(answered_at=timezone.now(), upheld=False)
    appeals.update(text="", answer="")
    for decision in decisions:
        Decision.objects.filter(pk=decision.pk).update(reason=clean(decision.reason))
    for mail in Mail.objects.about("decision", *[decision.pk for decision in decisions]):
        Mail.objects.filter(pk=mail.pk).update(text="" if mail.sent_at else clean(mail.text))
    _cut_beside(event, clean)
    audit.about(event.kind, event.target_id).cut(clean)


def _cut_beside(event: WordsErased, clean: Callable[[str], str]) -> None:
    """The reasons that stand in the row itself."""
    for kind, model, fields in REASONS:
        if kind == event.kind and (row := model._default_manager.filter(pk=event.target_id).first()):
            model._default_manager.filter(pk=row.pk).update(**{name: clean(getattr(row, name)) for name in fields})
