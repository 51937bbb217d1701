"""Moderators pin topics."""

from __future__ import annotations

import pytest

from collegium.forums.tests.factory import make_topic
from collegium.outbox import audit


def test_moderator_pins_and_lets_go(cast):
    topic, client = make_topic(cast.petra), cast.client("mo")
    assert client.post(f"/topics/{topic.pk}/pin/", {"on": "1"}).status_code == 303
    topic.refresh_from_db()
    assert topic.pinned_by == cast.mo
    assert audit.about("piece", topic.pk)[0].what == "pinned a topic"
    client.post(f"/topics/{topic.pk}/pin/", {"on": "0"})
    topic.refresh_from_db()
    assert topic.pinned_at is None


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("petra", 404), ("ed", 404)])
def test_others_cannot_pin(cast, who, status):
    topic = make_topic(cast.petra)
    assert cast.client(who).post(f"/topics/{topic.pk}/pin/", {"on": "1"}).status_code == status
    topic.refresh_from_db()
    assert topic.pinned_at is None
