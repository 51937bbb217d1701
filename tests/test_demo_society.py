"""The demo society has what it promises, counted in a filled site; what a program made is marked and not counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from collegium.demo.cast import LEADERS
from demo.check.__main__ import main
from tests.served import filled

pytestmark = pytest.mark.browser  # the filled demo that browser tests open; on SQLite, once

MADE = "Test topic: five hundred replies made by program"
WRITTEN = {
    "blogs with a portrait of who writes": (
        11, "select count(*) from blogs_blog b join people_profile p on p.person_id = b.owner_id and p.portrait_id > 0"),
    "posts": (40, "select count(*) from discussion_piece where kind = 'post' and published_at is not null"),
    "issues": (4, "select count(*) from magazine_issue where published_at is not null"),
    "forums": (12, "select count(*) from forums_forum"),
    "topics": (150, "select count(*) from topics where title <> :made"),
    "replies": (2000, "select count(*) from discussion_reply where piece_id in (select id from topics where title <> :made)"),
    "members": (300, "select count(distinct person_id) from audience_standing where kind = 'member' and until is null"),
    "guests": (20, "select count(distinct person_id) from audience_standing where kind = 'guest' and until is null"),
    "groups": (10, "select count(*) from groups_group where confirmed_at is not null"),
    "organizations": (40, "select count(*) from organizations_organization where merged_into_id is null"),
}  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Iterator[sqlite3.Connection]:
    """The filled site, to read from; `topics` are those of the forums."""
    site = sqlite3.connect(f"file:{filled()}/collegium.sqlite3?mode=ro", uri=True)
    site.execute(
        "create temporary view topics as select p.id, p.title from discussion_piece p "
        "join forums_topic t on t.piece_id = p.id where t.forum_id is not null"
    )
    yield site
    site.close()


@pytest.mark.parametrize("what", WRITTEN)
def test_demo_has_what_it_promises(demo, what):
    wanted, query = WRITTEN[what]
    (number,) = demo.execute(query, {"made": MADE} if ":made" in query else {}).fetchone()
    assert number >= wanted


@pytest.mark.parametrize("handle", [who[0] for who in LEADERS.values()])
def test_the_leader_who_is_introduced_blogs(demo, handle):
    rows = demo.execute(
        "select helper.username from blogs_blog b join accounts_user u on u.id = b.owner_id join blogs_blog_helpers h"
        " on h.blog_id = b.id join accounts_user helper on helper.id = h.user_id where u.username = ?",
        [handle],
    )
    assert rows.fetchall() == [("petra",)]
    assert f"| `{handle}` |" in (Path(__file__).parent.parent / "README.md").read_text()


def test_replies_made_by_program_say_so(demo):
    replies = demo.execute(
        "select text from discussion_reply where piece_id = (select id from topics where title = ?)", [MADE]
    ).fetchall()
    assert len(replies) == 500
    assert all("made by program" in text for (text,) in replies)


def test_nothing_claims_to_have_been_edited_on_the_day_the_demo_was_filled(demo):
    (number,) = demo.execute(
        "select count(*) from discussion_piece where edited_at > datetime(published_at, '+10 days')"
    ).fetchone()
    assert number == 0


def test_one_organization_tells_how_such_a_site_began(demo):
    stories = demo.execute("select story from organizations_organization where story like '%July 2010%'").fetchall()
    assert len(stories) == 1


def test_texts_cannot_hold_doses_repetitions_or_anything_else_that_the_check_refuses(capsys):
    assert main() == 0, capsys.readouterr().out
