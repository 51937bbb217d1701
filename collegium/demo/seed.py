"""Many people, topics and replies without meaning, to measure with: never on a real site."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS, PUBLIC, Standing
from collegium.demo.seed_people import fill_profiles
from collegium.discussion.bulk import NewReply, append_replies
from collegium.discussion.bylines import EMPTY
from collegium.discussion.words import Words
from collegium.forums.models import Forum, Section, Topic
from collegium.web.models import Society

TEXT = (
    "anemia after the second cycle was milder than we feared and the dose held while nausea answered to a short course "
    "of olanzapine at night so our nurses called on day three and wrote down fever weight pain sleep appetite in one "
    "line which the pharmacist read before the next order left the queue"
)
SENTENCE, SENTENCES = 15, 6  # words, sentences: about 90 words a reply
LENGTHS = (8, 14, 20, 35, 60, 120)  # replies of a topic
LONG = 10_000  # replies of the one long topic, when there are enough
SLUG = "measured"


def seed(members: int, posts: int, say: Callable[[str], None] = lambda line: None) -> None:
    """Add people and replies to a demo or to an empty site.

    Args:
        members: how many members to add.
        posts: how many replies to add, in topics of 8 to 120 and one of 10,000.
        say: prints one line of progress.
    """
    if not Society.objects.exists():
        Society(name="Measured Society", short_name="Measured", is_demo=True).save()
    rng = random.Random(f"{members}-{posts}-{User.objects.count()}")
    forums, people = _forums(), _members(members)
    if members:
        fill_profiles(people, rng)
    say(f"{members} members")
    left = posts
    for number, length in enumerate(_lengths(posts)):
        with transaction.atomic():
            fill_topic(forums[number % len(forums)], f"Measured topic {number}", min(length, left), people, rng)
        left -= min(length, left)
        if number % 200 == 0:
            say(f"{posts - left} of {posts} replies")


def _lengths(posts: int) -> Iterator[int]:
    left, number = posts, 0
    while left > 0:
        length = LONG if number == 1 and left > 2 * LONG else LENGTHS[number % len(LENGTHS)]
        yield min(length, left)
        left, number = left - length, number + 1


def _forums() -> list[Forum]:
    found = list(Forum.objects.filter(readers=MEMBERS))
    if found:
        return found
    section = Section.objects.create(name="Measured")
    return [
        Forum.objects.create(
            section=section, name=f"Measured {n}", slug=f"{SLUG}-{n}", readers_id=MEMBERS, writers_id=MEMBERS
        )
        for n in range(1, 7)
    ]


@transaction.atomic
def _members(count: int) -> list[User]:
    first = User.objects.count() + 1
    people = User.objects.bulk_create(
        [
            User(username=f"{SLUG}-{n}", handle=f"{SLUG}-{n}", name=f"Measured Member{n}", family_name=f"Member{n}",
                 given_name="Measured", email=f"{SLUG}-{n}@example.org", password="!", credentials="MD")
            for n in range(first, first + count)
        ],
        batch_size=1000,
    )  # fmt: skip
    since = timezone.now() - timedelta(days=900)
    Standing.objects.bulk_create(
        [Standing(person=person, kind=Standing.Kind.MEMBER, since=since) for person in people], batch_size=1000
    )
    return people or list(User.objects.filter(standings__kind=Standing.Kind.MEMBER)[:50])


def words_of(rng: random.Random) -> Words:
    """Two paragraphs, about 90 words."""
    said = [" ".join(rng.choices(TEXT.split(), k=SENTENCE)).capitalize() + "." for _ in range(SENTENCES)]
    half = SENTENCES // 2
    return Words.kept(f"<p>{' '.join(said[:half])}</p><p>{' '.join(said[half:])}</p>")


def _replies(people: list[User], start: datetime, rng: random.Random) -> Iterator[NewReply]:
    at = start
    while True:
        by = rng.choice(people)
        line = EMPTY | {"name": by.name, "credentials": by.credentials, "handle": by.handle, "standing": "member"}
        at = min(timezone.now(), at + timedelta(minutes=rng.randrange(5, 900)))
        yield NewReply(words_of(rng), at, by.pk, line)


def fill_topic(
    forum: Forum, title: str, replies: int, people: list[User], rng: random.Random, readers: int = MEMBERS
) -> Topic:
    """One topic with so many replies.

    Args:
        readers: the audience (id) that reads it; `PUBLIC` for what visitors are measured with.
    """
    start = timezone.now() - timedelta(days=rng.randrange(2, 800))
    by = rng.choice(people)
    topic = Topic(  # type: ignore[misc]
        forum=forum, title=title, slug=title.lower().replace(" ", "-"), readers_id=readers, writers_id=MEMBERS,
        author=by, byline=EMPTY | {"name": by.name, "handle": by.handle, "standing": "member"},
        published_at=start, created_at=start, moved_at=start, last_by=by.name,
    )  # fmt: skip
    words_of(rng).put_into(topic)
    topic.save()
    append_replies(topic, list(islice(_replies(people, start, rng), replies)))
    topic.refresh_from_db()
    return topic


def public_topic() -> Topic:
    """The topic of the table in docs/bench.md: 20 replies of about 90 words, for everybody; made once."""
    found = Topic.objects.filter(slug="the-measured-topic").first()
    if found is not None:
        return found
    people = list(User.objects.filter(standings__kind=Standing.Kind.MEMBER).order_by("pk")[:12])
    return fill_topic(_forums()[0], "The measured topic", 20, people, random.Random(20), PUBLIC)
