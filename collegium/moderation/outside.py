"""Deeds about words outside of talk: taking parts of a page back, asking whoever keeps it to change them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.discussion.actions import Refused
from collegium.moderation import following, scrub
from collegium.moderation.deciding import decide
from collegium.moderation.models import Decision
from collegium.moderation.texts import TEXTS, said
from collegium.moderation.things import Thing, find
from collegium.outbox import taken_back
from collegium.web import news

Act = Decision.Act


@transaction.atomic
def take_back(thing: Thing, by: User, reason: str, parts: Sequence[str]) -> Decision:
    """Erase parts of a page that identify a patient, everywhere; whoever keeps it is told. A restore erases them again.

    Raises:
        Refused: they are gone already.
    """
    row = _locked(thing)
    if not said(thing.kind, row, parts):
        raise Refused(_("It was taken back already."))
    words = said(thing.kind, row, parts)
    sent = _erase(thing.kind, row, parts, words)
    detail = {"parts": list(parts), "mails_sent_before": sent}
    following.settle_parts(*thing.key, by, parts)
    decision = decide(thing, by, Act.TAKE_BACK, scrub.without(reason, words), detail)
    taken_back.note_parts(*thing.key, decision.at, list(parts))
    return decision


@transaction.atomic
def ask(thing: Thing, by: User, reason: str, parts: Sequence[str]) -> Decision:
    """Ask whoever keeps a page to change what it says; nothing of it changes here.

    Raises:
        Refused: it is no page, or nobody keeps it.
    """
    if thing.kind not in TEXTS:
        raise Refused(_("Only who keeps a profile or a page can be asked. Hide these words, or take them back."))
    if not TEXTS[thing.kind].keepers(thing.pk).exists():
        raise Refused(_("Nobody keeps this page. Ask an administrator to change it."))
    row = _locked(thing)
    seen = following.prints_of(thing.kind, row, parts)
    return decide(thing, by, Act.ASK, reason, {"parts": list(parts), "seen": seen})


def repeat(noted: taken_back.Noted) -> bool:
    """After a restore: erase these parts again, unless the backup knows that they were taken back."""
    at = datetime.fromisoformat(noted.written)
    known = Decision.objects.about(noted.kind, noted.pk).filter(act=Act.TAKE_BACK, at=at)
    thing = find(noted.kind, noted.pk)
    if thing is None or known.exists():
        return False
    words = said(noted.kind, thing.row, noted.parts)
    _erase(noted.kind, thing.row, noted.parts, words)
    Decision.objects.create(
        kind=noted.kind, target_id=noted.pk, author=thing.author if noted.kind == "profile" else None,
        act=Act.TAKE_BACK, reason=_("Taken back again after a restore."), at=at, detail={"parts": list(noted.parts)},
    )  # fmt: skip
    taken_back.note_parts(noted.kind, noted.pk, at, noted.parts)
    return True


def _locked(thing: Thing) -> Any:
    """The row as it is once nobody else decides about it."""
    return TEXTS[thing.kind].model._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def _erase(kind: str, row: Any, parts: Sequence[str], words: str) -> int:
    sent = TEXTS[kind].erase(row, parts)
    news.tell(taken_back.WordsErased(kind, row.pk, words))
    return sent
