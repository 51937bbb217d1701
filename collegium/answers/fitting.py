"""Who fits a question: the same people in the same order for the same facts, each with the reason they are told.

What somebody may be asked about weighs most, then the specialty, then a subject they follow. Among equals comes
first who was asked least in the last three months.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from collegium.accounts.models import User
from collegium.answers.models import Offer, Willing
from collegium.audience.models import Standing
from collegium.audience.people import people_in, people_who_may_read
from collegium.conversations.models import Block
from collegium.discussion.models import Reply
from collegium.forums.models import Topic
from collegium.people.models import Follow
from collegium.web.texts import folded

REST = timedelta(days=3)  # between two questions to one person
LOOKED_BACK = timedelta(days=90)
STEM = 6  # letters that decide whether two words are one
_SAYS_NOTHING = """
about and before cancer care clinic clinical disease does first for from general have how medical medicine oncology
patient patients practice surgery that the their there they this treatment was were what when where which who whom why
with you your
"""
_COMMON = frozenset(_SAYS_NOTHING.split())


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who fits, and why."""

    person_id: int
    score: int
    reason: str
    about: str


def words_of(text: str) -> set[str]:
    """The beginnings of the words that say something."""
    found = re.findall(r"\w+", folded(text))
    return {word[:STEM] for word in found if len(word) > 2 and word not in _COMMON}


def fitting(topic: Topic, now: datetime | None = None) -> list[Fit]:
    """Willing people who may read and write there and have something to do with the question, best first.

    Left out: the asker, who was asked already or wrote there, who was asked in the last three days, and whoever does
    not want to hear of the asker, the topic or its place; blocks count both ways.
    """
    now = now or timezone.now()
    facts = ("pk", "profile__ask_me_about", "profile__specialty__name", "recent", "last")
    rows = willing_for(topic, now).values_list(*facts)
    subjects = {subject.pk: subject.name for subject in topic.subjects.all()}
    following = _following(list(subjects))
    title = words_of(topic.title)
    about = title | words_of(" ".join([topic.place_name, *subjects.values()]))
    said = about | words_of(topic.text[:4000])
    found = []
    for pk, asks, specialty, recent, last in rows:
        fit = _fit(
            pk, asks or "", specialty or "", (title, about, said), [subjects[one] for one in following.get(pk, ())]
        )
        if fit is not None:
            found.append((-fit.score, recent, last.timestamp() if last else 0.0, pk, fit))
    return [line[-1] for line in sorted(found, key=lambda line: line[:-1])]


def willing_for(topic: Topic, now: datetime) -> QuerySet[User]:
    """Willing people whom nothing keeps from being asked; `recent` counts their offers of three months."""
    asker = topic.author_id or 0
    muted = Q(kind="piece", target_id=topic.pk) | Q(kind="person", target_id=asker)
    muted |= Q(kind="forum", target_id=topic.forum_id or 0) | Q(kind="group", target_id=topic.group_id or 0)
    mutes = Follow.objects.filter(muted, person=OuterRef("pk")).exclude(muted_at=None)
    blocks = Q(person=OuterRef("pk"), blocked=asker) | Q(person=asker, blocked=OuterRef("pk"))
    paused = Standing.objects.filter(person=OuterRef("pk"), kind=Standing.Kind.PAUSED).at()
    wrote = Reply.objects.filter(piece=topic.pk, author=OuterRef("pk"))
    own = Offer.objects.filter(person=OuterRef("pk"))
    asked = own.filter(Q(topic=topic.pk) | Q(created_at__gt=now - REST))
    people = people_who_may_read(topic).filter(pk__in=people_in(topic.writer_ids()).values("pk"))
    people = people.filter(willing__isnull=False).exclude(pk=asker)
    for against in (mutes, Block.objects.filter(blocks), paused, wrote, asked):
        people = people.filter(~Exists(against))
    lately = Q(offers__created_at__gt=now - LOOKED_BACK)
    return people.annotate(recent=Count("offers", filter=lately), last=Max("offers__created_at"))


def used_up(people: Collection[int], now: datetime) -> dict[int, int]:
    """Person -> how many questions they were offered in this month."""
    month = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Offer.objects.filter(person__in=people, created_at__gte=month).order_by()
    return dict(rows.values_list("person").annotate(n=Count("pk")))


def _following(subjects: list[int]) -> dict[int, list[int]]:
    """Willing person -> the subjects of the question that they follow."""
    follows = Follow.objects.filter(kind="subject", target_id__in=subjects, muted_at=None)
    found: dict[int, list[int]] = {}
    for person, subject in follows.filter(person__in=Willing.objects.values("pk")).values_list("person", "target_id"):
        found.setdefault(person, []).append(subject)
    return found


def _fit(pk: int, asks: str, specialty: str, of: tuple[set[str], ...], subjects: list[str]) -> Fit | None:
    """What this person has to do with the question; the strongest tie is the reason.

    A phrase fits when half of its words stand in the title, or all of them somewhere in the question.
    """
    title, about, said = of
    ties: list[tuple[int, str, str]] = []
    for phrase in asks.splitlines():
        words = words_of(phrase)
        shared = len(words & said)
        if words and (2 * len(words & title) >= len(words) or words <= said):
            ties.append((10 + shared, Offer.Reason.ASK_ME, phrase.strip()))
    if shared := len(words_of(specialty) & about):
        ties.append((5 + shared, Offer.Reason.SPECIALTY, specialty))
    ties += [(1, Offer.Reason.SUBJECT, name) for name in sorted(subjects)]
    if not ties:
        return None
    _score, reason, phrase = max(ties, key=lambda tie: (tie[0], tie[2]))
    return Fit(pk, sum(tie[0] for tie in ties), reason, phrase[:160])
