"""Issues of the magazine: found by their fronts, by everybody, from the moment they are out and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from collegium.discussion.actions import Refused
from collegium.magazine.actions import publish_issue, save_issue
from collegium.magazine.models import Issue
from collegium.magazine.tests.factory import make_article, make_issue
from collegium.search import index, results
from collegium.search.models import Entry
from collegium.search.query import parse

NOTE = "Some of these letters came by lighthouse.\n\nRead them slowly."


def count(cast, who: str, text: str, section: str = "issues") -> int:
    return results.find(results.Wish(parse(text), section), cast.reader(who))[0].total(section)


def front(cast, **facts) -> Issue:
    issue = make_issue(cast.reader("ed"), out=False, cover_line="Six clinics beyond the tarmac", **facts)
    issue.note = NOTE
    save_issue(issue, cast.reader("ed"))
    return issue


def out(cast, **facts) -> Issue:
    issue = front(cast, **facts)
    publish_issue(issue, cast.reader("ed"))
    return issue


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "lars", "sam", "ed"])
@pytest.mark.parametrize("words", ["last mile", "tarmac", "lighthouse", "volume 14 number 6", "14-6", "Vol. 14, No. 6"])
def test_everybody_finds_an_issue_by_its_front(cast, who, words):
    issue = out(cast)
    assert count(cast, who, words) == 1
    page = cast.client(who).get("/search/", {"q": words, "in": "issues"}).text
    assert f'href="/magazine/{issue.slug}/">The last mile</a>' in page


def test_the_result_says_which_issue_it_is_and_marks_what_was_found(cast):
    out(cast)
    page = cast.client("vera").get("/search/?q=lighthouse").text
    assert "came by <mark>lighthouse</mark>" in page
    assert "November–December 2026" in page
    assert "Vol. 14, No. 6" in page


def test_it_is_found_in_the_language_of_whoever_asks(cast):
    with translation.override("en"):
        out(cast)
    assert count(cast, "mia", "volumen 14 número 6") == 1


@pytest.mark.parametrize("who", ["vera", "mia", "ed", "ada"])
def test_a_draft_issue_cannot_be_found(cast, who):
    issue = front(cast)
    assert count(cast, who, "lighthouse") == 0
    index.rebuild()
    assert count(cast, who, "lighthouse", "") == 0
    publish_issue(issue, cast.reader("ed"))
    assert count(cast, who, "lighthouse") == 1


@pytest.mark.parametrize("who", ["vera", "mia", "ed"])
def test_a_scheduled_issue_cannot_be_found_before_its_minute(cast, who, monkeypatch):
    at = timezone.now() + timedelta(minutes=5)
    publish_issue(front(cast), cast.reader("ed"), at=at)
    assert count(cast, who, "lighthouse") == 0
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(seconds=1))
    assert count(cast, who, "lighthouse") == 1


def test_an_issue_taken_down_cannot_be_found_even_before_the_index_hears_of_it(cast):
    issue = out(cast)
    assert count(cast, "mia", "lighthouse") == 1
    Issue.objects.filter(pk=issue.pk).update(published_at=None)
    assert count(cast, "mia", "lighthouse") == 0
    index.issue(issue.pk)
    assert not Entry.objects.filter(section="issues").exists()


def test_former_words_cannot_be_found_once_the_note_was_changed(cast):
    issue = out(cast)
    issue.note, issue.title = "Some of these letters came by barge.", "The last league"
    save_issue(issue, cast.reader("ed"))
    assert count(cast, "mia", "lighthouse") == count(cast, "mia", "mile") == 0
    assert count(cast, "mia", "barge") == count(cast, "mia", "league") == 1


def test_only_editors_change_what_is_found_and_others_cannot(cast):
    issue = out(cast)
    issue.note = "A note by somebody else."
    with pytest.raises(Refused):
        save_issue(issue, cast.reader("mia"))
    assert count(cast, "mia", "somebody") == 0


def test_words_of_a_deleted_issue_cannot_stay_in_the_index(cast):
    issue = out(cast)
    entry = Entry.objects.get(issue=issue).pk
    issue.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_words WHERE rowid = %s", [entry])
        assert cursor.fetchone()[0] == 0


def test_its_articles_are_articles_and_each_has_its_own_readers(cast):
    issue = out(cast)
    make_article(cast.reader("ed"), title="A boat to the lighthouse", issue=issue)
    assert count(cast, "vera", "lighthouse") == count(cast, "vera", "lighthouse", "articles") == 1
    assert count(cast, "mia", "plow", "articles") == 1
    assert count(cast, "vera", "plow", "") == 0


def test_a_search_costs_the_same_with_many_issues(cast):
    def cost(number: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            page = cast.client("mia").get("/search/?q=lighthouse&in=issues").text
        assert page.count('<article class="entry') == number
        return len(asked)

    for number in range(1, 5):
        out(cast, number=number, title=f"Letters {number}")
    cost(4)
    four = cost(4)
    for number in range(5, 7):
        out(cast, number=number, title=f"Letters {number}")
    cost(6)  # what all pages share is worked out anew
    assert cost(6) == four
