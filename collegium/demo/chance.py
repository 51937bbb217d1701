"""What the program chooses: times around today, and people who fit. Seeded: the same texts give the same site."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from collegium.accounts.models import User

WAKING = [6, 7, 7, 8, 9, 11, 12, 12, 13, 16, 17, 18, 19, 20, 20, 21, 21, 22]


@dataclass(slots=True)
class Clock:
    """Times before `now`, at hours when clinicians write."""

    now: datetime = field(default_factory=timezone.now)
    rng: random.Random = field(default_factory=lambda: random.Random(2010))

    def days_ago(self, days: float) -> datetime:
        """A waking hour about `days` ago, never in the future."""
        day = self.now - timedelta(days=days)
        moment = day.replace(hour=self.rng.choice(WAKING), minute=self.rng.randrange(60), second=0, microsecond=0)
        return min(moment, self.now - timedelta(minutes=self.rng.randrange(4, 50)))

    def after(self, moment: datetime, hours: float) -> datetime:
        """Some time after `moment`, about `hours` later, never in the future."""
        later = moment + timedelta(hours=self.rng.expovariate(1 / max(hours, 0.05)), minutes=3)
        return min(later, self.now - timedelta(seconds=self.rng.randrange(120, 3000)))

    def moments(self, start: datetime, count: int) -> list[datetime]:
        """When `count` replies came after `start`: half within six hours, most within three days, all before now."""
        gaps = [self.rng.expovariate(1 / (2 if self.rng.random() < 0.6 else 70 / max(3, count))) for _ in range(count)]
        whole = sum(gaps) or 1.0
        left = (self.now - start).total_seconds() / 3600
        scale = min(1.0, left * self.rng.uniform(0.55, 0.97) / whole)
        moments, at = [], start
        for gap in gaps:
            at += timedelta(hours=gap * scale)
            moments.append(at.replace(microsecond=0))
        return moments


class Crowd:
    """The people of `people.csv`, to choose authors from."""

    def __init__(self, folder: Path, people: dict[str, User], rng: random.Random) -> None:
        with (folder / "people.csv").open(newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if row["slug"] in people]
        self.people, self.rng = people, rng
        self.rows = {row["slug"]: row for row in rows}
        self.members = [row["slug"] for row in rows if row["standing"] == "member"]
        self.guests = [row["slug"] for row in rows if row["standing"] == "guest"]

    def choose(self, role: str = "", words: str = "", but: Iterable[str] = ()) -> str:
        """The slug of a member of this role, if there is one whose specialty has one of the words of a place's name.

        Args:
            role: a role of people.csv, `guest`, or "" for any member.
            words: the name of the place.
            but: slugs not to choose.
        """
        pool = self.guests if role in ("guest", "advocate") else self.members
        fitting = [slug for slug in pool if role in ("", "guest", self.rows[slug]["role"])] or pool
        near = [slug for slug in fitting if _shares_word(self.rows[slug]["specialty"], words)]
        excluded = set(but)
        for candidates in (near if self.rng.random() < 0.7 else [], fitting, pool):
            left = [slug for slug in candidates if slug not in excluded]
            if left:
                return self.rng.choice(left)
        return self.rng.choice(pool)

    def some(self, count: int) -> list[User]:
        """Different members who react to something."""
        return [self.people[slug] for slug in self.rng.sample(self.members, min(count, len(self.members)))]


def _shares_word(specialty: str, words: str) -> bool:
    wanted = {word[:6].lower() for word in words.replace("/", " ").split() if len(word) > 3}
    return any(word[:6].lower() in wanted for word in specialty.split())
