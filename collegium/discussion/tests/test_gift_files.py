"""The files and pictures of a gift: they open with its link, for this one article, and end with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, Standing
from collegium.discussion import gifts
from collegium.discussion.actions import hide
from collegium.discussion.models import Gift, Piece
from collegium.magazine.actions import publish_article, unpublish_article
from collegium.magazine.models import Article
from collegium.magazine.relations import relate
from collegium.magazine.tests.factory import make_article

SECRET = b"before the plow"


@pytest.fixture
def article(cast) -> Article:
    return make_article(cast.reader("ed"))


@pytest.fixture
def gift(cast, article) -> Gift:
    return gifts.give(article, cast.reader("mia"))


def file_of(gift: Gift, kind: str = "jats") -> str:
    return f"{gift.piece.get_absolute_url()}{kind}/?pass={gifts.token_of(gift)}"


def test_page_of_a_gift_leads_to_the_files_that_members_have(cast, article, gift):
    visitor = cast.client("vera")
    page = visitor.get(f"/gifts/{gifts.token_of(gift)}/").text
    addresses = re.findall(r'href="(/magazine/articles/[^"]+/(?:pdf|jats)/[^"]*)"', page)
    assert [address.partition(":")[0] for address in addresses] == [
        file_of(gift, kind).partition(":")[0] for kind in ("pdf", "jats")
    ]
    pdf, jats = (visitor.get(address) for address in addresses)
    assert (pdf.status_code, pdf["Content-Type"], jats.status_code) == (200, "application/pdf", 200)
    assert SECRET in jats.content
    assert (jats["Cache-Control"], jats["X-Robots-Tag"]) == ("no-store", "noindex")


def _expire(cast, article):
    Gift.objects.update(given_at=timezone.now() - gifts.LASTS)


def _lapse(cast, article):
    Standing.objects.filter(person=cast.mia, kind="member").update(until=timezone.now())


def _narrow(cast, article):
    Gift.objects.update(readers_id=GUESTS)


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (_expire, 403), (_lapse, 403), (_narrow, 403),
        (lambda cast, article: unpublish_article(article, cast.reader("ed")), 404),
        (lambda cast, article: hide(Piece.objects.get(pk=article.pk), cast.mo, "Names a colleague."), 404),
        (lambda cast, article: Article.objects.update(published_at=timezone.now() + timedelta(days=9)), 404),
    ],
    ids=["expired", "giver lapsed", "narrowed", "unpublished", "hidden", "under embargo"],
)  # fmt: skip
def test_files_of_an_ended_gift_cannot_be_had_on_the_next_request(cast, article, gift, ending, status):
    visitor = cast.client("vera")
    assert visitor.get(file_of(gift)).status_code == 200
    ending(cast, article)
    for kind in ("pdf", "jats"):
        answer = visitor.get(file_of(gift, kind))
        assert (answer.status_code, SECRET in answer.content) == (status, False), kind


def test_gift_cannot_open_files_of_another_article_or_of_the_issue(cast, article, gift):
    other, visitor, word = (
        make_article(cast.reader("ed"), title="Another one"),
        cast.client("vera"),
        gifts.token_of(gift),
    )
    assert visitor.get(file_of(gift)).status_code == 200
    for kind in ("pdf", "jats"):
        assert visitor.get(f"{other.get_absolute_url()}{kind}/?pass={word}").status_code == 403
    assert visitor.get(f"{article.get_absolute_url()}jats/").status_code == 403
    assert visitor.get(f"{article.get_absolute_url()}jats/?pass={word[:-1]}").status_code == 403
    assert SECRET not in visitor.get(f"{article.get_absolute_url()}?pass={word}").content


def test_file_of_a_gift_cannot_tell_of_a_draft_that_it_names(cast, article, gift):
    draft = make_article(cast.reader("ed"), title="A companion to come", at=timezone.now() + timedelta(days=9))
    relate(article, [draft])
    assert b"companion to come" not in cast.client("vera").get(file_of(gift)).content


def test_published_again_the_same_link_holds_and_counts_once(cast, article, gift):
    by = cast.reader("mia")
    unpublish_article(article, cast.reader("ed"))
    publish_article(Article.objects.get(), cast.reader("ed"))
    again = gifts.give(Article.objects.get(), by)
    assert (again, gifts.left_for(by)) == (gift, gifts.MOST - 1)
    assert cast.client("vera").get(file_of(gift)).status_code == 200


def test_given_again_after_it_was_narrowed_counts_once_even_at_the_end_of_the_month(cast, article, gift):
    by = cast.reader("mia")
    for number in range(gifts.MOST - 1):
        gifts.give(make_article(cast.reader("ed"), title=f"Article {number}"), by)
    _narrow(cast, article)  # the link of the first counts no longer
    again = gifts.give(article, by)
    assert again.pk != gift.pk
    assert gifts.left_for(by) == 0
