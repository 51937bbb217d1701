"""Reactions: one each, with script only their own row is swapped, without it the page leads back."""

from __future__ import annotations

import pytest

from collegium.discussion.actions import post_reply
from collegium.discussion.models import Reaction
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic


@pytest.fixture
def reply(cast):
    return post_reply(make_topic(cast.petra), Words.plain("Try this."), cast.reader("otto"))


def react(cast, reply, who="mia", kind="useful", deed="give", **headers):
    data = {deed: kind, "reply": reply.pk}
    return cast.client(who).post(f"/pieces/{reply.piece_id}/react/", data, headers=headers)


def test_without_script_it_leads_back_to_the_reply(cast, reply):
    assert react(cast, reply)["Location"] == f"/replies/{reply.pk}/"
    reply.refresh_from_db()
    assert reply.useful == 1


def test_with_script_only_the_row_comes_back(cast, reply):
    react(cast, reply, "grace")
    answer = react(cast, reply, **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="reacts-{reply.pk}"' in answer.text
    assert "<b>2</b>" in answer.text
    assert 'aria-pressed="true"' in answer.text


def test_twice_is_once_and_it_can_be_taken_away(cast, reply):
    react(cast, reply)
    react(cast, reply)
    assert Reaction.objects.count() == 1
    react(cast, reply, deed="take")
    reply.refresh_from_db()
    assert (reply.useful, Reaction.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "sam"])
def test_whoever_may_not_read_it_cannot_react(cast, reply, who):
    assert react(cast, reply, who).status_code == 403
    assert not Reaction.objects.exists()


def test_unknown_reaction_cannot_be_set(cast, reply):
    assert react(cast, reply, kind="applause").status_code == 422
