"""The numbers that the live stream sends: the reader's own, and no use of a session."""

from __future__ import annotations

import pytest

from collegium.brief.models import Visit
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.forums.actions import start_topic
from collegium.forums.tests.factory import make_forum


def test_numbers_are_the_readers_own(cast):
    clients = {name: cast.client(name) for name in ("mia", "gus")}
    before = {name: client.get("/live/counts/").json()["notifications"] for name, client in clients.items()}
    topic = start_topic(make_forum(), "Who calls on day two?", Words.plain("We do not."), cast.reader("mia"))
    post_reply(topic, Words.plain("The nurse, by telephone."), cast.reader("grace"))
    after = {name: client.get("/live/counts/").json()["notifications"] for name, client in clients.items()}
    assert after == {"mia": before["mia"] + 1, "gus": before["gus"]}


@pytest.mark.parametrize("name", ["vera", "sam"])
def test_who_is_not_signed_in_cannot_ask(cast, name):
    assert cast.client(name).get("/live/counts/").status_code == 403


def test_a_page_that_stands_open_cannot_make_a_visit_or_keep_a_session(cast):
    client = cast.client("mia")
    client.get("/live/counts/")
    assert not Visit.objects.filter(person=cast.mia).exists()
    assert "used" not in client.session
