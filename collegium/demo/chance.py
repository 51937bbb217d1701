"""What the program chooses: times around today, and people who fit. Seeded: the same texts give the same site."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from collegium.accounts.models import User

HOME = ZoneInfo("America/Chicago")  # where the society sits, and most of its members nearly
WAKING = [6, 7, 7, 8, 9, 11, 12, 12, 13, 16, 17, 18, 19, 20, 20, 21, 21, 22]


@dataclass(slots=True)
class Clock:
    """Times before `now`, at hours when clinicians write."""

    now: datetime = field(default_factory=timezone.now)
    rng: random.Random = field(default_factory=lambda: random.Random(2010))

    def days_ago(self, days: float) -> datetime:
        """A waking hour about `days` ago, never in the future."""
        day = (self.now - timedelta(days=days)).astimezone(HOME)
        moment = day.replace(hour=self.rng.choice(WAKING), minute=self.rng.randrange(60), second=0, microsecond=0)
        return min(moment, self.now - timedelta(minutes=self.rng.randrange(4, 50)))

    @property
    def friday(self) -> datetime:
        """When everybody was here last: the Friday before, in the morning, half a day ago at least."""
        day = self.now - timedelta(days=1)
        while day.weekday() != 4:
            day -= timedelta(days=1)
        return day.replace(hour=13, minute=20)

    def since_friday(self, share: float) -> datetime:
        """A moment after the last visit; `share` of 1 is now."""
        return self.friday + (self.now - self.friday) * share

    def morning(self, days: int) -> datetime:
        """Seven in the morning in so many days, when something scheduled comes out."""
        day = (self.now + timedelta(days=days)).astimezone(HOME)
        return day.replace(hour=7, minute=0, second=0, microsecond=0)

    def after(self, moment: datetime, hours: float) -> datetime:
        """Some time after `moment`, about `hours` later, never in the future."""
        later = moment + timedelta(hours=self.rng.expovariate(1 / max(hours, 0.05)), minutes=3)
        return min(later, self.now - timedelta(seconds=self.rng.randrange(120, 3000)))

    def moments(self, start: datetime, waits: list[float]) -> list[datetime]:
        """When replies came after `start`, one for each of `waits`: all before now, few of them at night.

        Args:
            waits: days that lie between a reply and the one before; 0 for the usual, half within six hours and most
                within three days.
        """
        rare = 70 / max(3, len(waits))
        gaps = [0.0 if wait else self.rng.expovariate(1 / (2 if self.rng.random() < 0.6 else rare)) for wait in waits]
        left = (self.now - start).total_seconds() / 3600 - sum(waits) * 24
        scale = min(1.0, max(left, 1.0) * self.rng.uniform(0.55, 0.97) / (sum(gaps) or 1.0))
        moments, at, latest = [], start, start
        for number, (gap, wait) in enumerate(zip(gaps, waits, strict=True)):
            at += timedelta(hours=gap * scale, days=wait)
            end = self.now - timedelta(minutes=2 * (len(waits) - number))
            latest = max(latest + timedelta(minutes=1), min(self._awake(at), end))
            moments.append(latest.replace(microsecond=0))
        return moments

    def _awake(self, at: datetime) -> datetime:
        """The same moment, or the morning after: nine of ten who would write at night are asleep."""
        local = at.astimezone(HOME)
        if 6 <= local.hour < 23 or self.rng.random() < 0.1:
            return at
        morning = local.replace(hour=6, minute=0) + timedelta(minutes=self.rng.randrange(840))
        return morning if local.hour < 6 else morning + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Voices:
    """Who talks in a place when a text does not say it: roles and stages of people.csv, words of specialties."""

    roles: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    abroad: bool = False


ANYBODY = Voices()


class Crowd:
    """The people of `people.csv`, to choose authors from."""

    def __init__(self, folder: Path, people: dict[str, User], rng: random.Random) -> None:
        with (folder / "people.csv").open(newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if row["slug"] in people]
        self.people, self.rng = people, rng
        self.rows = {row["slug"]: row for row in rows}
        self.members = [row["slug"] for row in rows if row["standing"] == "member"]
        self.guests = [row["slug"] for row in rows if row["standing"] == "guest"]

    def choose(self, role: str = "", voices: Voices = ANYBODY, but: Iterable[str] = ()) -> str:
        """The slug of a member (or guest) of this role who fits the place, if there is one left.

        Args:
            role: a role of people.csv, `guest` for somebody who is or was ill or looks after somebody, or "" for one of
                the roles of the place.
            voices: who talks in the place.
            but: slugs not to choose.
        """
        pool = self.guests if role in ("guest", "advocate") else self.members
        roles = ("advocate",) if pool is self.guests else (role,) if role else voices.roles
        fitting = [slug for slug in pool if not roles or self.rows[slug]["role"] in roles]
        here = [slug for slug in fitting if self.rows[slug]["country"] == "US" or voices.abroad]
        near = [slug for slug in here if self._near(slug, voices)]
        excluded = set(but)
        for candidates in (near, here, fitting):
            left = [slug for slug in candidates if slug not in excluded]
            if left:
                return self.rng.choice(left)
        return self.rng.choice(near or here or fitting or pool)

    def fits(self, slug: str, voices: Voices) -> bool:
        """Whether a member's role, stage, specialty and country are those of a place."""
        row = self.rows[slug]
        roles, stages = (
            not voices.roles or row["role"] in voices.roles,
            not voices.stages or row["stage"] in voices.stages,
        )
        return roles and stages and (row["country"] == "US" or voices.abroad) and self._near(slug, voices)

    def _near(self, slug: str, voices: Voices) -> bool:
        """Whether a physician's or a fellow's specialty is one of the place's; for others it does not matter."""
        row = self.rows[slug]
        if not voices.fields or row["role"] not in ("physician", "trainee"):
            return True
        return any(word in row["specialty"].lower() for word in voices.fields)

    def some(self, count: int) -> list[User]:
        """Different members who react to something."""
        return [self.people[slug] for slug in self.rng.sample(self.members, min(count, len(self.members)))]
