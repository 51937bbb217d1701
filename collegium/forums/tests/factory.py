"""Forums and topics for tests."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.reader import reader_for
from collegium.discussion.words import Words
from collegium.forums.actions import start_topic
from collegium.forums.models import Forum, Section, Topic


def make_forum(name: str = "GI oncology", readers: int = MEMBERS, writers: int = MEMBERS) -> Forum:
    section, _new = Section.objects.get_or_create(name="Clinical questions")
    return Forum.objects.create(name=name, slug=slugify(name), section=section, readers_id=readers, writers_id=writers)


def make_topic(
    author: User, forum: Forum | None = None, title: str = "How do you time the first call?", **kw: Any
) -> Topic:
    forum = forum or Forum.objects.first() or make_forum()
    return start_topic(
        forum, title, Words.plain(kw.get("text", "We call on day three. What about you?")), reader_for(author)
    )
