"""Answers of the demo: cards that close ten questions, a case, two questions offered (demo/README.md)."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from django.utils import timezone

from collegium.accounts.models import User
from collegium.answers.asking import answer_offer, be_willing, offer
from collegium.answers.models import Card, Case, CaseVersion, Offer
from collegium.demo.chance import Clock
from collegium.demo.load_forums import Talk
from collegium.demo.texts import TopicText, blocks, said, split_headers
from collegium.discussion.models import Reaction
from collegium.forums.models import Forum, Topic
from collegium.outbox.models import Mail
from collegium.people.models import Profile

OFFERED = 2  # questions


def load_answers(folder: Path, people: dict[str, User]) -> None:
    """Write the cards of `folder/answers`, each by whoever asked, a day after the last reply at most."""
    _cards(folder / "answers" / "cards.txt", people)


def load_cases(folder: Path, people: dict[str, User], clock: Clock) -> None:
    """The cases of `folder/answers/cases.txt`: a topic each, with its head."""
    talk = Talk(folder, people, clock)
    for block in re.split(r"(?m)^===[ \t]*$", (folder / "answers" / "cases.txt").read_text()):
        first, *replies = re.split(r"(?m)^---[ \t]*$", block)
        options = [line[8:].strip() for line in first.split("\n") if line.startswith("option: ")]
        rest = "\n".join(line for line in first.split("\n") if not line.startswith("option: "))
        headers, body = split_headers(rest)
        forum = Forum.objects.get(name=headers["forum"])
        text = TopicText(headers["title"], headers | {"role": "physician"}, body, [said(reply) for reply in replies])
        topic = talk.topic(text, 26.0, forum)
        told = timezone.now() - timedelta(days=2) if "outcome" in headers else None
        case = Case.objects.create(
            topic=topic, age=headers["age"], setting=headers["setting"], question=headers["question"], options=options,
            outcome=headers.get("outcome", ""), outcome_at=told, consent_by_id=topic.author_id,
            consent_at=topic.created_at,
        )  # fmt: skip
        if "first_question" in headers:
            _edited(case, headers)
        Topic.objects.filter(pk=topic.pk).update(is_case=True)
        Forum.objects.filter(pk=forum.pk).update(takes_cases=True)


def _edited(case: Case, headers: dict[str, str]) -> None:
    """Its head said something else at first; its author changed it an hour later."""
    case.version, case.edited_at = 2, case.consent_at + timedelta(hours=1)
    case.save(update_fields=["version", "edited_at"])
    CaseVersion.objects.create(
        case=case, version=1, age=case.age, setting=headers["first_setting"], question=headers["first_question"],
        options=case.options[:3], by_id=case.topic.author_id, replaced_at=case.edited_at,
    )  # fmt: skip


def _cards(file: Path, people: dict[str, User]) -> None:
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
    _marks(cards, people)


def _marks(cards: list[Card], people: dict[str, User]) -> None:
    """Whom each card helped, and whose practice it changed."""
    members = [person.pk for person in people.values() if person.is_active]
    rng = random.Random(len(members))
    Reaction.objects.bulk_create(
        Reaction(person_id=pk, piece_id=card.pk, kind=kind)
        for card in cards
        for kind, most in (("helped", 34), ("changed", 12))
        for pk in rng.sample(members, rng.randint(most // 4, most))
    )


def _days_on(days: str) -> date:
    return timezone.localdate() + timedelta(days=int(days))


def offer_questions(people: dict[str, User]) -> None:
    """Members who agreed to be asked, and two waiting questions offered to those who fit; no mail goes out for it."""
    mails = set(Mail.objects.values_list("pk", flat=True))
    knowing = Profile.objects.exclude(ask_me_about="").filter(person__in=[person.pk for person in people.values()])
    for place, profile in enumerate(knowing.order_by("pk").select_related("person")):
        if place % 2 == 0 or profile.person.handle == "mia":
            be_willing(profile.person, 1 + place % 3)
    waiting = Topic.objects.filter(forum__isnull=False).waiting().published().newest_first()
    offered = list(islice((topic for topic in waiting if offer(topic.pk)), OFFERED))
    for given in Offer.objects.filter(topic__in=offered[:1]).order_by("pk")[:1]:
        answer_offer(given, "yes")
    Mail.objects.exclude(pk__in=mails).delete()
