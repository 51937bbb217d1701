"""Noting a decision: who decided what about whose words, why, and that its author learns of it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import override

from collegium.accounts.models import User
from collegium.moderation import events, letters
from collegium.moderation.keepers import KEEPERS
from collegium.moderation.models import Decision, Report
from collegium.moderation.things import Thing
from collegium.outbox import audit
from collegium.web import news

Act = Decision.Act


def decide(
    thing: Thing, by: User, act: str, reason: str, detail: dict[str, object] | None = None, *, closes: bool = True
) -> Decision:
    """Note a decision, close what was reported, log it, tell the author (unless they did it themselves)."""
    author = None if thing.kind in KEEPERS and act in (Act.ASK, Act.TAKE_BACK) else thing.author
    decision = Decision.objects.create(
        kind=thing.kind, target_id=thing.pk, author=author, by=by, act=act, reason=reason, detail=detail or {}
    )
    if closes:
        close_reports(thing.key, by, Report.Outcome.ACTED)
    audit.log(by, f"decided: {act}", about=thing.key, why=reason, detail=detail)
    tell(decision)
    return decision


def tell(decision: Decision) -> None:
    """Let whoever wrote the words, or keeps their page, know by mail and under the bell."""
    people = [person for person in decision.people() if person != decision.by]
    for person in people:
        with override(person.language or None):
            letters.tell_decision(decision, person)
    if people:
        news.tell(events.Decided(decision.pk))


def close_reports(key: tuple[str, int], by: User, outcome: str) -> None:
    """Close whatever waits about a thing; its reporters are told the outcome, no more."""
    for row in Report.objects.waiting().about(*key):
        row.closed_at, row.closed_by, row.outcome = timezone.now(), by, outcome
        row.save(update_fields=["closed_at", "closed_by", "outcome"])
        news.tell(events.ReportClosed(row.pk))
