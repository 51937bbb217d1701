"""Answers of the demo: the cards that close ten of its questions (format: demo/README.md)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from collegium.answers.models import Card
from collegium.demo.texts import blocks
from collegium.forums.models import Topic


def load_answers(folder: Path) -> None:
    """Write the cards of `folder/answers`, each by whoever asked, a day after the last reply at most."""
    _cards(folder / "answers" / "cards.txt")


def _cards(file: Path) -> None:
    topics = {topic.title: topic for topic in Topic.objects.exclude(forum=None).select_related("answer")}
    cards, now = [], timezone.now()
    for headers, body in blocks(file):
        topic = topics[headers["topic"]]
        at = min(now - timedelta(minutes=50), (topic.moved_at or now) + timedelta(hours=20))
        lines = body.split("\n")
        cards.append(
            Card(
                topic=topic, reply=topic.answer, question=headers["question"],
                answer="\n".join(line for line in lines if not line.startswith("- ")).strip(),
                did=[line[2:] for line in lines if line.startswith("- ")], outcome=headers.get("outcome", ""),
                outcome_at=at if "outcome" in headers else None,
                remind_on=_days_on(headers["remind"]) if "remind" in headers else None,
                by_id=topic.author_id, byline=topic.byline, readers_id=topic.readers_id, told_to_id=topic.open_to_id,
                created_at=at,
            )
        )  # fmt: skip
    Card.objects.bulk_create(cards)
    Topic.objects.filter(pk__in=[card.topic_id for card in cards]).update(has_card=True)


def _days_on(days: str) -> date:
    return timezone.localdate() + timedelta(days=int(days))
