"""The magazine's front and an issue: cover, contents by department, what each reader may count."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.magazine.actions import publish_issue, save_issue
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import department, make_article, make_draft, make_issue
from collegium.web import versions
from collegium.web.models import Society


def test_current_issue_stands_at_the_front_with_its_contents(cast):
    society = Society.current()
    society.magazine_name = "Margins"
    society.save()
    by = cast.reader("ed")
    make_issue(by, 5, "After the bell")
    issue = make_issue(by)
    make_article(by, issue=issue)
    page = cast.client("vera").get("/magazine/").text
    for text in ("Margins", "The last mile", "Weather and gas", "Cover story", "Short is fine.", "After the bell"):
        assert text in page


def test_the_editors_note_keeps_its_paragraphs(cast):
    issue = make_issue(cast.reader("ed"))
    issue.note = "Short is fine.\r\n\r\nTwo lines, too."
    save_issue(issue, cast.reader("ed"))
    assert "<p>Short is fine.</p><p>Two lines, too.</p>" in cast.client("vera").get("/magazine/").text


def test_contents_follow_departments_and_places(cast):
    by = cast.reader("ed")
    issue = make_issue(by)
    first, second = department("Cover story"), department("Policy")
    second.order = 2
    second.save()
    make_article(by, title="In policy", issue=issue, department=second, order=1)
    make_article(by, title="Cover two", issue=issue, department=first, order=2)
    make_article(by, title="Cover one", issue=issue, department=first, order=1)
    page = cast.client("mia").get(f"/magazine/{issue.slug}/").text
    places = [page.index(f">{title}<") for title in ("Cover one", "Cover two", "In policy")]
    assert places == sorted(places)


def test_visitor_cannot_count_letters_or_minutes_of_members_articles(cast):
    by = cast.reader("ed")
    issue = make_issue(by)
    article = make_article(by, issue=issue)
    post_reply(article, Words.plain("Dear editor."), cast.reader("mia"))
    page = cast.client("vera").get("/magazine/").text
    assert "1 letter" not in page
    assert "before the plow" not in page
    assert "1 letter" in cast.client("grace").get("/magazine/").text


def test_issue_before_its_time_is_hidden_from_all_but_editors(cast):
    issue = make_issue(cast.reader("ed"), out=False)
    for name, status in {"vera": 404, "mia": 404, "mo": 404, "petra": 404, "ed": 200, "ada": 200}.items():
        assert cast.client(name).get(f"/magazine/{issue.slug}/").status_code == status, name
    assert "The last mile" not in cast.client("mia").get("/magazine/").text


def test_drafts_cannot_be_seen_in_an_issue_that_is_out(cast):
    by = cast.reader("ed")
    issue = make_issue(by)
    make_draft(by, title="Half a thought", issue=issue)
    for name in ("vera", "mia", "ed"):
        assert "Half a thought" not in cast.client(name).get("/magazine/").text


def test_publishing_an_issue_publishes_its_drafts(cast):
    by = cast.reader("ed")
    issue = make_issue(by, out=False)
    make_draft(by, issue=issue, readers=PUBLIC)
    assert publish_issue(issue, by) == 1
    assert "Weather and gas" in cast.client("vera").get("/magazine/").text


def test_scheduled_issue_appears_with_its_articles_at_its_time(cast):
    by = cast.reader("ed")
    issue = make_issue(by, out=False)
    make_draft(by, issue=issue)
    publish_issue(issue, by, at=timezone.now() + timedelta(hours=1))
    assert "The last mile" not in cast.client("mia").get("/magazine/").text
    past = timezone.now() - timedelta(seconds=1)
    type(issue).objects.update(published_at=past)
    Article.objects.update(published_at=past)
    versions.forget_all()  # as when time goes on: nothing is kept past the instant
    page = cast.client("mia").get("/magazine/").text
    assert "The last mile" in page
    assert "Weather and gas" in page


def test_articles_without_an_issue_stand_as_online_first(cast):
    make_article(cast.reader("ed"))
    page = cast.client("vera").get("/magazine/").text
    assert "Online first" in page
    assert "Weather and gas" in page


def test_all_issues_are_listed(cast):
    by = cast.reader("ed")
    for number in range(1, 7):
        make_issue(by, number, f"Issue about {number}")
    page = cast.client("vera").get("/magazine/?issues=all").text
    assert all(f"Issue about {number}" in page for number in range(1, 7))


def test_an_issue_is_found_by_title_year_or_volume(cast):
    by = cast.reader("ed")
    make_issue(by, 5, "After the bell")
    make_issue(by)
    client = cast.client("vera")
    for words, found in (
        ("BELL", True),
        ("after 2026", True),
        ("14 bell", True),
        ("mile bell", False),
        ("1999", False),
    ):
        page = client.get("/magazine/", {"issues": "all", "q": words}).text
        assert ("/magazine/14-5/" in page) is found, words


def test_an_issue_that_is_not_out_cannot_be_found_by_its_title(cast):
    make_issue(cast.reader("ed"), title="Hush hush", out=False)
    page = cast.client("mia").get("/magazine/", {"issues": "all", "q": "hush"}).text
    assert "Hush hush" not in page.replace('value="hush"', "")


def test_feed_has_teasers_marked_and_no_words_for_members(cast):
    by = cast.reader("ed")
    make_article(by, title="Open one", readers=PUBLIC)
    make_article(by, title="Closed one", readers=MEMBERS)
    make_draft(by, title="Half a thought")
    text = cast.client("mia").get("/magazine/feed/").text
    assert text.count("before the plow") == 1
    assert 'term="teaser"' in text
    assert "Half a thought" not in text


def test_same_number_of_queries_with_three_articles_and_thirty(cast):
    by = cast.reader("ed")
    issue = make_issue(by)
    client, counts = cast.client("mia"), []
    for batch in (3, 9):
        for number in range(batch):
            make_article(by, title=f"Article {batch} {number}", issue=issue)
        client.get("/magazine/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/magazine/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_old_address_of_an_issue_leads_to_the_present_one_and_cannot_shadow_another(cast):
    issue = make_issue(cast.reader("ed"))
    old = f"/magazine/{issue.slug}/"
    issue.slug = "the-last-mile"
    save_issue(issue, cast.reader("ed"))
    answer = cast.client("vera").get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/magazine/the-last-mile/")
    other = make_issue(cast.reader("ed"), number=5, title="Another one", slug=old.split("/")[-2])
    assert "Another one" in cast.client("vera").get(f"/magazine/{other.slug}/").text


def test_old_address_of_an_issue_that_is_not_out_cannot_be_found(cast):
    issue = make_issue(cast.reader("ed"), out=False)
    old = f"/magazine/{issue.slug}/"
    issue.slug = "the-last-mile"
    save_issue(issue, cast.reader("ed"))
    assert cast.client("mia").get(old).status_code == 404
    assert cast.client("ed").get(old).status_code == 301
