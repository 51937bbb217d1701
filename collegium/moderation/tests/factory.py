"""Reported and held things for tests."""

from __future__ import annotations

from collegium.audience.models import GUESTS
from collegium.audience.reader import reader_for
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group
from collegium.moderation import actions
from collegium.moderation.models import Report
from collegium.moderation.things import found


def make_reply(author, text="What they said.", topic: Topic | None = None) -> Reply:
    topic = topic or Topic.objects.first() or make_topic(author)
    return post_reply(topic, Words.plain(text), reader_for(author))


def make_held(guest, author) -> Reply:
    topic = make_topic(author, make_forum("For everybody", readers=GUESTS, writers=GUESTS), title="Open to everybody")
    return make_reply(guest, "My first words.", topic)


def make_private(author, audience) -> Reply:
    group = Group.objects.create(kind="closed", name="Closed", slug="closed", audience=audience, writers=audience)
    topic = Topic.objects.create(
        group=group, title="Behind a door", slug="behind", readers=audience, writers=audience, author=author,
        byline={"name": author.name, "credentials": "", "handle": author.handle, "standing": "member", "office": ""},
        published_at=author.date_joined,
    )  # fmt: skip
    make_reply(author, "Said before.", topic)
    return make_reply(author, "Said in private.", topic)


def make_report(thing: Reply, by, reason="harassment", kind="reply") -> Report:
    return actions.report(found(kind, thing.pk), by, reason)
