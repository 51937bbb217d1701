"""Run inside a site without a demo: makes one long topic and a forum of many topics, and signs two people in."""

from __future__ import annotations

import json
import random
import sys
from datetime import timedelta
from typing import Any

import django
from django.db import transaction


def prepared(replies: int, topics: int) -> dict[str, Any]:
    """Where they are. A third of the replies is for members, a third for guests, a third for everybody, mixed."""
    from django.db.models import F
    from django.utils import timezone

    from collegium.accounts.models import User
    from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Standing
    from collegium.demo.seed import _forums, fill_topic
    from collegium.discussion import stretches
    from collegium.discussion.models import Piece, Reply
    from collegium.forums import shelves

    people = list(User.objects.filter(standings__kind=Standing.Kind.MEMBER).order_by("pk")[:200])
    forums = _forums()
    topic = fill_topic(forums[0], "The long topic", replies, people, random.Random(500), PUBLIC)
    for rest, audience in ((0, PUBLIC), (1, GUESTS), (2, MEMBERS)):
        Reply.objects.annotate(rest=F("number") % 3).filter(piece=topic, rest=rest).update(readers_id=audience)
    stretches.count_all()
    Piece.objects.filter(pk=topic.pk).update(has_narrower=True)
    _topics(forums[1], people, topics)
    shelves.tidy()
    guest = User.objects.create_user(username="measured-guest", handle="measured-guest", name="Measured Guest")
    Standing.objects.create(person=guest, kind=Standing.Kind.GUEST, since=timezone.now() - timedelta(days=9))
    numbers = {name: Reply.objects.get(piece=topic, number=at).pk for name, at in (("early", 3), ("late", replies - 1))}
    return {
        "cookies": {"member": _cookie(people[0]), "guest": _cookie(guest), "visitor": ""},
        "piece": topic.pk, "topic": topic.get_absolute_url(), "forum": f"/forums/{forums[1].slug}/", "replies": numbers,
    }  # fmt: skip


@transaction.atomic
def _topics(forum: Any, people: list[Any], topics: int) -> None:
    from django.utils import timezone

    from collegium.audience.models import MEMBERS
    from collegium.demo.seed import words_of
    from collegium.discussion.bylines import EMPTY
    from collegium.discussion.models import Piece
    from collegium.forums.models import Topic

    words, rows = words_of(random.Random(25)), []
    for number in range(topics):
        by, at = people[number % len(people)], timezone.now() - timedelta(minutes=number)
        row = Piece(
            kind="topic", title=f"Short topic {number}", slug=f"short-topic-{number}", readers_id=MEMBERS,
            writers_id=MEMBERS, author=by, byline=EMPTY | {"name": by.name, "handle": by.handle}, last_by=by.name,
            published_at=at, created_at=at, moved_at=at,
        )  # fmt: skip
        words.put_into(row)
        rows.append(row)
    for row in Piece.objects.bulk_create(rows, batch_size=500):
        Topic(piece_id=row.pk, forum=forum).save_base(raw=True, force_insert=True)


def _cookie(person: Any) -> str:
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    client.get("/")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


if __name__ == "__main__":
    django.setup()
    print(json.dumps(prepared(int(sys.argv[1]), int(sys.argv[2]))))
