"""An article: who reads it, the teaser, bylines, the free window, letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.magazine.actions import open_window, unpublish_article
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import make_article, make_draft, make_issue

SECRET = "before the plow"
FULL = {
    PUBLIC: {"vera", "gus", "mia", "grace", "lars", "petra", "ed", "mo", "ada", "sam"},
    GUESTS: {"gus", "mia", "grace", "lars", "petra", "ed", "mo", "ada"},
    MEMBERS: {"mia", "grace", "petra", "ed", "mo", "ada"},
}


@pytest.mark.parametrize("readers", FULL)
def test_each_of_the_cast_has_it_in_full_or_as_a_teaser(cast, readers):
    article = make_article(cast.reader("ed"), readers=readers)
    for name in FULL[PUBLIC]:
        answer = cast.client(name).get(f"/magazine/articles/{article.slug}/")
        assert answer.status_code == 200, name
        assert "Three clinics and a road." in answer.text
        assert (SECRET in answer.text) == (name in FULL[readers]), name


def test_visitor_cannot_see_sections_letters_or_their_number_in_a_teaser(cast):
    article = make_article(cast.reader("ed"))
    post_reply(article, Words.plain("A remarkable parrot."), cast.reader("mia"))
    page = cast.client("vera").get(article.get_absolute_url()).text
    for hidden in (SECRET, "The road", "parrot", "1 letter", "1 min"):
        assert hidden not in page
    assert '"isAccessibleForFree": false' in page
    assert "Leora Standish" in page
    assert "1 letter" in cast.client("grace").get(article.get_absolute_url()).text


def test_free_window_opens_by_the_clock_and_shows_no_earlier_letters(cast):
    by = cast.reader("ed")
    article = make_article(by)
    post_reply(article, Words.plain("Among members."), cast.reader("mia"))
    open_window(article, timezone.now() + timedelta(hours=1), None, by)
    assert SECRET not in cast.client("vera").get(article.get_absolute_url()).text
    Article.objects.filter(pk=article.pk).update(open_from=timezone.now() - timedelta(hours=1))
    page = cast.client("vera").get(article.get_absolute_url()).text
    assert SECRET in page
    assert "Among members." not in page
    Article.objects.filter(pk=article.pk).update(open_until=timezone.now() - timedelta(minutes=1))
    assert SECRET not in cast.client("vera").get(article.get_absolute_url()).text


def test_letter_written_before_a_window_began_cannot_be_read_in_it(cast):
    by = cast.reader("ed")
    article = make_article(by)
    open_window(article, timezone.now() + timedelta(hours=1), None, by)
    post_reply(article, Words.plain("Among members."), cast.reader("mia"))
    begun = timezone.now() - timedelta(minutes=1)
    Article.objects.filter(pk=article.pk).update(open_from=begun)
    article.replies.exclude(open_to=None).update(open_from=begun)
    page = cast.client("vera").get(article.get_absolute_url()).text
    assert SECRET in page
    assert "Among members." not in page
    post_reply(article, Words.plain("Said in the window."), cast.reader("mia"))
    assert "Said in the window." in cast.client("vera").get(article.get_absolute_url()).text


def test_free_window_cannot_be_written_in_by_guests(cast):
    by = cast.reader("ed")
    article = make_article(by)
    open_window(article, timezone.now() - timedelta(hours=1), None, by)
    answer = cast.client("gus").post(f"/pieces/{article.pk}/replies/", {"body": "May I?"})
    assert answer.status_code == 422
    assert not article.replies.exists()


def test_draft_is_hidden_from_all_but_editors_and_its_authors(cast):
    article = make_draft(cast.reader("ed"), [cast.mia])
    for name in ("vera", "gus", "mia", "grace", "lars", "petra", "ed", "mo", "ada", "sam"):
        answer = cast.client(name).get(article.get_absolute_url())
        assert answer.status_code == (200 if name in {"mia", "ed", "ada"} else 404), name


def test_bylines_of_several_authors_are_frozen_when_it_comes_out(cast):
    petra = cast.petra
    article = make_article(cast.reader("ed"), [petra, cast.mia], readers=PUBLIC)
    petra.credentials = "Changed"
    petra.save()
    page = cast.client("vera").get(article.get_absolute_url()).text
    assert "Petra Halvorsen, MD, MMSc" in page
    assert "Mia Lindholm, MD" in page
    assert "Changed" not in page


def test_writer_without_an_account_stands_with_what_they_are(cast):
    article = make_article(cast.reader("ed"), readers=PUBLIC)
    page = cast.client("vera").get(article.get_absolute_url()).text
    assert "Leora Standish" in page
    assert "(Staff writer)" in page
    assert 'href="/members//"' not in page


def test_unpublished_article_cannot_be_read_on_the_next_request(cast):
    by = cast.reader("ed")
    article = make_article(by)
    unpublish_article(article, by)
    assert cast.client("mia").get(article.get_absolute_url()).status_code == 404


def test_member_writes_a_letter_at_once(cast):
    article = make_article(cast.reader("ed"))
    assert "Write a letter" in cast.client("mia").get(article.get_absolute_url()).text
    assert cast.client("mia").post(f"/pieces/{article.pk}/replies/", {"body": "Dear editor."}).status_code == 303
    assert "Dear editor." in cast.client("grace").get(article.get_absolute_url()).text


def test_sections_lead_to_their_headings(cast):
    article = make_article(cast.reader("ed"))
    page = cast.client("mia").get(article.get_absolute_url()).text
    assert '<a href="#s1">The road</a>' in page
    assert '<h2 id="s1">The road</h2>' in page


def test_next_in_the_issue_are_named_and_their_words_cannot_leak(cast):
    by = cast.reader("ed")
    issue = make_issue(by)
    first = make_article(by, title="First one", readers=PUBLIC, issue=issue, order=1)
    make_article(by, title="Second one", issue=issue, order=2)
    make_draft(by, title="Third one", issue=issue, order=3)
    page = cast.client("vera").get(first.get_absolute_url()).text
    assert "Second one" in page
    assert "Third one" not in page


def test_issue_that_is_not_out_cannot_be_named_on_an_article(cast):
    by = cast.reader("ed")
    issue = make_issue(by, out=False, slug="hush-hush")
    article = make_article(by, readers=PUBLIC, issue=issue)
    assert "hush-hush" not in cast.client("mia").get(article.get_absolute_url()).text
