"""The demo society has what it promises, counted in a filled site; what a program made is marked and not counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

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
    "members": (300, "select count(distinct person_id) from audience_standing where kind = 'member' and "
               "(until is null or until > datetime('now'))"),
    "guests": (20, "select count(distinct person_id) from audience_standing where kind = 'guest' and until is null"),
    "groups": (10, "select count(*) from groups_group where confirmed_at is not null"),
    "people with several places of work, dated": (
        7, "select count(*) from (select person_id from organizations_affiliation group by person_id having count(*) > 1)"),
    "places of work that ended": (6, "select count(*) from organizations_affiliation where until is not null"),
    "portraits of the cast, cropped": (
        5, "select count(*) from people_profile p join files_file f on f.id = p.portrait_id and abs(f.width * 5 - f.height * 4) < 5 "
        "join accounts_user u on u.id = p.person_id where u.handle in ('mia', 'grace', 'petra', 'otto', 'mo')"),
    "ways in which facts are known": (
        6, "select count(distinct source) from people_verification where ended_at is null"),
    "papers of claims": (1, "select count(*) from files_file where parent_kind = 'claim'"),
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


USED = {
    "a draft": "select 1 from discussion_piece where kind = 'post' and published_at is null",
    "a scheduled post": "select 1 from discussion_piece where kind = 'post' and published_at > :now",
    "an issue in preparation": "select 1 from magazine_issue where published_at is null",
    "a mention of Mia": "select 1 from discussion_mention m join accounts_user u on u.id = m.person_id where u.username = 'mia'",
    "an edited reply": "select 1 from discussion_revision where reply_id is not null",
    "words that wait for a moderator": "select 1 from discussion_reply where held_at is not null",
    "a report": "select 1 from moderation_report",
    "an appeal": "select 1 from moderation_appeal",
    "a hidden card with an appeal": "select 1 from moderation_appeal join moderation_decision d on d.id = decision_id where d.kind = 'card' and answered_at is null",
    "a case whose head was edited": "select 1 from answers_caseversion",
    "a claim before staff": "select 1 from organizations_claim where submitted_at is not null and decided_at is null",
    "a dispute": "select 1 from organizations_organization where disputed_at is not null",
    "a claim by a record in DNS": "select 1 from organizations_claim where method = 'dns' and decided_at is null",
    "news of an organization": "select 1 from organizations_notice",
    "organizations that may be one": "select 1 from organizations_organization group by name_key, city_key, state having count(*) > 1",
    "organizations with coordinates": "select 1 from organizations_organization where latitude is not null",
    "a roster that was applied": "select 1 from membership_rosterrun where applied_at is not null and kind = 'file'",
    "a roster that was compared": "select 1 from membership_rosterrun where applied_at is null",
    "a line that may mean somebody": "select 1 from membership_matchproposal where decision = ''",
    "an invitation that came back": "select 1 from outbox_mail where kind = 'invitation' and parked_at is not null",
    "a message from a stranger": "select 1 from conversations_participant where state = 'request'",
    "a request to connect": "select 1 from connections_request where put_off_at is null",
    "a forum that is followed": "select 1 from people_follow where kind = 'forum' and muted_at is null",
    "a group that is followed": "select 1 from people_follow where kind = 'group' and muted_at is null",
    "an invitation": "select 1 from groups_place where role = 'invited'",
    "a proposed group": "select 1 from groups_group where confirmed_at is null",
    "a quote": "select 1 from discussion_reply where body like '%data-quote=%'",
}  # fmt: skip


@pytest.mark.parametrize("what", USED)
def test_every_feature_is_in_use(demo, what):
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    assert demo.execute(USED[what], {"now": now} if ":now" in USED[what] else {}).fetchone(), what


def test_a_reply_cannot_stand_before_the_one_it_answers_or_in_the_future(demo):
    earlier = "select count(*) from discussion_reply a join discussion_reply b on b.piece_id = a.piece_id"
    whole = "join discussion_piece p on p.id = a.piece_id and not p.has_traces"  # merged words stand behind, by rule
    wrong = demo.execute(f"{earlier} and b.number = a.number + 1 {whole} where b.created_at < a.created_at")
    assert wrong.fetchone() == (0,)
    assert demo.execute("select count(*) from discussion_reply where created_at > datetime('now')").fetchone() == (0,)


def test_every_forum_moved_in_the_last_days(demo):
    quiet = demo.execute(
        "select f.name from forums_forum f join forums_topic t on t.forum_id = f.id join discussion_piece p"
        " on p.id = t.piece_id group by f.id having max(p.moved_at) < datetime('now', '-6 days')"
    )
    assert quiet.fetchall() == []


def test_who_asks_again_is_answered_by_the_same_person(demo):
    """In the text, reply 4 of this topic is by whoever wrote reply 2."""
    rows = demo.execute(
        "select r.author_id from discussion_reply r join topics t on t.id = r.piece_id"
        " where t.title like 'Bispecifics in the community%' and r.number in (2, 4)"
    ).fetchall()
    assert len(rows) == 2
    assert len(set(rows)) == 1


def test_who_reports_back_did_not_do_it_the_next_day(demo):
    (days,) = demo.execute(
        "select julianday(max(r.created_at)) - julianday(min(p.published_at)) from discussion_reply r"
        " join discussion_piece p on p.id = r.piece_id where p.title like 'Bispecifics in the community%'"
    ).fetchone()
    assert days > 55  # "Reporting back after two months"


def test_most_who_write_do_it_by_day(demo):
    hours = [
        datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(ZoneInfo("America/Chicago")).hour
        for (at,) in demo.execute("select created_at from discussion_reply where piece_id in (select id from topics where title <> ?)", [MADE])
    ]  # fmt: skip
    assert sum(hour < 6 for hour in hours) < len(hours) / 20


def test_nothing_claims_to_have_been_edited_on_the_day_the_demo_was_filled(demo):
    (number,) = demo.execute(
        "select count(*) from discussion_piece where edited_at > datetime(published_at, '+10 days')"
    ).fetchone()
    assert number == 0


def test_one_organization_tells_how_such_a_site_began(demo):
    stories = demo.execute("select story from organizations_organization where story like '%July 2010%'").fetchall()
    assert len(stories) == 1


PUBLISHED = "published_at is not null and removed_at is null and hidden_at is null and held_at is null"


@pytest.mark.parametrize("missing", [
    f"discussion_piece where {PUBLISHED} and id not in (select piece_id from search_entry where piece_id is not null)",
    "discussion_reply where removed_at is null and hidden_at is null and held_at is null and taken_back_at is null"
    " and id not in (select reply_id from search_entry where reply_id is not null)",
    "accounts_user where is_active and id not in (select person_id from search_entry where person_id is not null)",
    "organizations_organization where merged_into_id is null"
    " and id not in (select organization_id from search_entry where organization_id is not null)",
    "answers_card c where taken_back_at is null and hidden_at is null and not exists (select 1 from search_entry e"
    " join search_words w on w.rowid = e.id where e.piece_id = c.topic_id and e.reply_id is null and w.teaser <> '')",
])  # fmt: skip
def test_nothing_that_is_there_can_be_missing_in_the_search(demo, missing):
    (number,) = demo.execute(f"select count(*) from {missing}").fetchone()
    assert number == 0


def test_texts_cannot_hold_doses_repetitions_or_anything_else_that_the_check_refuses(capsys):
    assert main() == 0, capsys.readouterr().out
