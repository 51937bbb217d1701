"""All forums on one page: from here a topic is begun in any of those that the reader may write in."""

from __future__ import annotations

import pytest

from collegium.audience.actions import grant
from collegium.audience.models import GUESTS, Standing
from collegium.forums.tests.factory import make_forum


@pytest.fixture(autouse=True)
def two_forums(cast):
    make_forum("Corridor")
    make_forum("Front desk", GUESTS, GUESTS)


def choices(client) -> set[str]:
    page = client.get("/forums/").content.decode()
    return {slug for slug in ("corridor", "front-desk") if f'href="/forums/{slug}/new/"' in page}


def test_member_begins_in_any_forum(cast):
    assert choices(cast.client("mia")) == {"corridor", "front-desk"}


def test_guest_begins_only_where_guests_write(cast):
    assert choices(cast.client("gus")) == {"front-desk"}


def test_visitor_cannot_begin(cast):
    client = cast.client("vera")
    assert choices(client) == set()
    assert 'id="begin"' not in client.get("/forums/").content.decode()


def test_member_paused_since_the_page_was_made_cannot_begin(cast):
    client = cast.client("mia")
    assert choices(client)
    grant(cast.mia, Standing.Kind.PAUSED, source="moderation")
    assert choices(client) == set()


def test_a_forum_for_members_is_marked_to_others_instead_of_counted(cast):
    marks = [cast.client(name).get("/forums/").text.count("</svg>Members</span>") for name in ("vera", "gus", "mia")]
    assert marks == [1, 1, 0]
