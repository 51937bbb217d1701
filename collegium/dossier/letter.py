"""The letter of a year: whom somebody's words helped, counted from marks that still stand. For that person alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from collegium.accounts.models import User
from collegium.answers.models import Card
from collegium.discussion.models import Reaction, Reply
from collegium.forums.models import Topic
from collegium.membership.models.days import start_of


@dataclass(frozen=True, slots=True)
class Letter:
    """The numbers of one year. `colleagues` are different people, each once, whatever they marked."""

    year: int
    colleagues: int = 0
    helped: int = 0
    changed: int = 0
    accepted: int = 0
    cards: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.colleagues or self.accepted or self.cards)


def letter_of(person: User, year: int) -> Letter:
    """Count this year of a person's: marks of others on replies of theirs that still stand, answers that were chosen.

    A card counts for whoever wrote the reply it was taken from. Marks on a card count for them too.
    """
    since, until = _start(year), _start(year + 1)
    stands = Q(removed_at=None, taken_back_at=None, hidden_at=None, held_at=None)
    own = Reply.objects.filter(stands, author=person)
    cards = Card.objects.written().filter(reply__in=own).exclude(by=person)
    marks = Reaction.objects.filter(created_at__gte=since, created_at__lt=until, kind__in=Reaction.CLOSING)
    marks = marks.filter(Q(reply__in=own) | Q(reply=None, piece__in=cards.values("topic"))).exclude(person=person)
    chosen = Topic.objects.filter(answer__in=own.filter(created_at__gte=since, created_at__lt=until))
    chosen = chosen.exclude(author=person).filter(removed_at=None, taken_back_at=None, hidden_at=None)
    people = set(marks.values_list("person", flat=True)) | set(chosen.values_list("author", flat=True))
    return Letter(
        year, colleagues=len(people - {None}), helped=marks.filter(kind=Reaction.Kind.HELPED).count(),
        changed=marks.filter(kind=Reaction.Kind.CHANGED).count(), accepted=chosen.count(),
        cards=cards.filter(created_at__gte=since, created_at__lt=until).count(),
    )  # fmt: skip


def _start(year: int) -> datetime:
    return start_of(datetime(year, 1, 1).date())


def helpers_of(year: int) -> list[int]:
    """The ids of people who have something to read in their letter of this year; asked once a year, by a job."""
    since, until = _start(year), _start(year + 1)
    marked = Reaction.objects.filter(created_at__gte=since, created_at__lt=until, kind__in=Reaction.CLOSING)
    wrote = set(marked.values_list("reply__author", flat=True))
    wrote |= set(Card.objects.written().values_list("reply__author", flat=True))
    wrote |= set(Topic.objects.exclude(answer=None).values_list("answer__author", flat=True))
    people = User.objects.filter(pk__in=wrote - {None}, is_active=True)
    return [person.pk for person in people if not letter_of(person, year).is_empty]
