"""All subjects, with the reader's own numbers."""

from __future__ import annotations

from collegium.discussion.models import Subject
from collegium.forums.tests.factory import make_topic


def test_numbers_are_the_readers_own(cast):
    subject = Subject.objects.create(name="Worldwide care", slug="worldwide")
    subject.pieces.add(make_topic(cast.petra))
    assert "1 piece" in cast.client("mia").get("/subjects/").text
    for who in ("vera", "gus", "lars"):
        assert "1 piece" not in cast.client(who).get("/subjects/").text


def test_what_is_hidden_cannot_be_counted(cast):
    from collegium.discussion.actions import hide

    subject = Subject.objects.create(name="Worldwide care", slug="worldwide")
    topic = make_topic(cast.petra)
    subject.pieces.add(topic)
    hide(topic, cast.mo, "Because.")
    assert "1 piece" not in cast.client("mia").get("/subjects/").text
