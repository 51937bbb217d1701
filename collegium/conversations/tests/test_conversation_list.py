"""The list: all of one's conversations, a page at a time."""

from __future__ import annotations

from collegium.conversations import inbox
from collegium.conversations.tests.factory import talk


def test_older_conversations_are_on_the_next_page(cast, monkeypatch):
    monkeypatch.setattr(inbox, "SHOWN", 1)
    older, newer = talk(cast.mia, cast.petra), talk(cast.mia, cast.grace)
    client = cast.client("mia")
    first, second = client.get("/messages/").text, client.get("/messages/?page=2").text
    assert newer.conversation.get_absolute_url() in first
    assert older.conversation.get_absolute_url() not in first
    assert "Older conversations" in first
    assert older.conversation.get_absolute_url() in second
    assert "Older conversations" in client.get(newer.conversation.get_absolute_url()).text


def test_others_cannot_see_them_on_any_page(cast):
    message = talk(cast.mia, cast.petra)
    for page in ("", "?page=2", "?view=requests", "?page=99999999999"):
        assert message.conversation.get_absolute_url() not in cast.client("mo").get(f"/messages/{page}").text
