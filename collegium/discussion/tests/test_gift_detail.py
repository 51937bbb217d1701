"""Gift links: `give_piece` and `gift_detail`; what a link opens, and every way in which it opens nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from collegium.accounts.actions import suspend
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Standing
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion import gifts
from collegium.discussion.actions import Refused, hide, post_reply, take_back
from collegium.discussion.models import Gift, Piece
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words
from collegium.files.actions import store
from collegium.files.tests.factory import make_picture
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.magazine.actions import edit_article, unpublish_article
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import make_article

SECRET = "before the plow"


@pytest.fixture
def article(cast) -> Article:
    return make_article(cast.reader("ed"))


@pytest.fixture
def gift(cast, article) -> Gift:
    return gifts.give(article, cast.reader("mia"))


def page_of(gift: Gift) -> str:
    return f"/gifts/{gifts.token_of(gift)}/"


def test_a_member_gives_an_article_and_a_visitor_reads_it(cast, article):
    post_reply(article, Words.plain("A remarkable parrot."), cast.reader("grace"))
    client, address = cast.client("mia"), f"/pieces/{article.pk}/give/"
    assert f'href="{address}"' in client.get(article.get_absolute_url()).text
    assert "10 more pieces" in client.get(address).text
    assert client.post(address).status_code == 303
    link = re.search(r"/gifts/[^/\"]+/", client.get(address).text)
    assert link
    answer = cast.client("vera").get(link[0])
    assert SECRET in answer.text
    assert "Mia Lindholm, MD gives you this." in answer.text
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "parrot" not in answer.text
    assert "1 letter" not in answer.text


def test_a_post_can_be_given_as_well(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    gift = gifts.give(post, cast.reader("mia"))
    assert cast.client("vera").get(page_of(gift)).status_code == 200


def test_who_has_it_anyway_is_led_to_its_page(cast, article, gift):
    answer = cast.client("grace").get(page_of(gift))
    assert (answer.status_code, answer["Location"]) == (303, article.get_absolute_url())


def test_a_gift_opens_no_other_page_of_it(cast, article, gift):
    visitor = cast.client("vera")
    visitor.get(page_of(gift))
    assert SECRET not in visitor.get(article.get_absolute_url()).text
    for address in (f"/pieces/{article.pk}/versions/", f"/pieces/{article.pk}/give/"):
        assert visitor.get(address).status_code == 403
    assert visitor.post(f"/pieces/{article.pk}/replies/", {"body": "May I?"}).status_code in (302, 303, 403, 422)
    assert not article.replies.exists()


def test_a_wrong_link_cannot_be_told_from_none(cast, gift):
    token = gifts.token_of(gift)
    for wrong in ("x", token[:-1], signing.dumps(gift.pk, salt="another"), signing.dumps(gift.pk)):
        assert cast.client("vera").get(f"/gifts/{wrong}/").status_code == 404


def _expire(cast, article, gift):
    Gift.objects.update(given_at=timezone.now() - gifts.LASTS)


def _lapse(cast, article, gift):
    Standing.objects.filter(person=cast.mia, kind="member").update(until=timezone.now())


def _suspend(cast, article, gift):
    suspend(cast.mia, cast.ada, "Sold links.")


def _narrow(cast, article, gift):
    Gift.objects.update(readers_id=GUESTS)  # as when it was for guests then


ENDINGS = {
    "expired": _expire,
    "giver lapsed": _lapse,
    "giver suspended": _suspend,
    "narrowed": _narrow,
    "unpublished": lambda cast, article, gift: unpublish_article(article, cast.reader("ed")),
    "hidden": lambda cast, article, gift: hide(Piece.objects.get(pk=article.pk), cast.mo, "Names a colleague."),
    "taken back": lambda cast, article, gift: take_back(article),
    "removed": lambda cast, article, gift: Article.objects.update(removed_at=timezone.now()),
    "forgotten": lambda cast, article, gift: Gift.objects.all().delete(),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ended_gift_cannot_open_anything_on_the_next_request(cast, article, gift, ending):
    visitor = cast.client("vera")
    assert SECRET in visitor.get(page_of(gift)).text
    address = page_of(gift)
    ENDINGS[ending](cast, article, gift)
    answer = visitor.get(address)
    assert answer.status_code == 410
    assert SECRET not in answer.text
    assert "Weather and gas" not in answer.text


@pytest.mark.parametrize("name", ["gus", "lars"])
def test_who_has_a_teaser_only_cannot_give(cast, article, name):
    assert cast.client(name).post(f"/pieces/{article.pk}/give/").status_code == 403
    with pytest.raises(Refused):
        gifts.give(article, cast.reader(name))
    assert not Gift.objects.exists()


def test_a_visitor_cannot_give(cast, article):
    assert cast.client("vera").post(f"/pieces/{article.pk}/give/").status_code == 403
    assert not Gift.objects.exists()


def test_talk_and_what_is_open_to_everybody_cannot_be_given(cast):
    topic = make_topic(cast.mia, make_forum("Open", readers=MEMBERS, writers=MEMBERS), "Among members")
    for piece in (topic, make_article(cast.reader("ed"), title="Open one", readers=PUBLIC)):
        with pytest.raises(Refused):
            gifts.give(piece, cast.reader("mia"))
    assert not Gift.objects.exists()


def test_more_than_ten_in_a_month_cannot_be_given_and_the_same_one_counts_once(cast, article, gift):
    by = cast.reader("mia")
    assert gifts.give(article, by) == gift
    for number in range(9):
        gifts.give(make_article(cast.reader("ed"), title=f"Article {number}"), by)
    last = make_article(cast.reader("ed"), title="One too many")
    answer = cast.client("mia").post(f"/pieces/{last.pk}/give/")
    assert (answer.status_code, "10 pieces within 30 days" in answer.text) == (422, True)
    gifts.give(last, cast.reader("grace"))  # counted per giver
    Gift.objects.filter(pk=gift.pk).update(given_at=timezone.now() - gifts.WITHIN - timedelta(minutes=1))
    assert gifts.give(last, by)


def test_pictures_come_with_the_gift_and_end_with_it(cast, article):
    by = cast.reader("ed")
    file, other = (store(make_picture(), "road.jpg", by.person) for _n in range(2))
    body = f'<p>See.</p><figure><img src="/files/{file.pk}/960/" data-file="{file.pk}" alt="A road"></figure>'
    words = Words.rich(body, headings=True)
    edit_article(article, Writing("Weather and gas", "", words, readers_id=MEMBERS), by)
    gift, visitor = gifts.give(article, cast.reader("mia")), cast.client("vera")
    address = re.search(rf'src="(/files/{file.pk}/960/\?pass=[^"]+)"', visitor.get(page_of(gift)).text)
    assert address
    answer = visitor.get(address[1])
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert visitor.get(f"/files/{file.pk}/960/").status_code == 403
    assert visitor.get(address[1].replace(f"/{file.pk}/", f"/{other.pk}/")).status_code == 404
    unpublish_article(Article.objects.get(), by)
    assert visitor.get(address[1]).status_code == 404


def test_old_gifts_are_forgotten(cast, gift):
    assert gifts.forget_old() == 0
    Gift.objects.update(given_at=timezone.now() - gifts.KEPT_FOR - timedelta(days=1))
    assert gifts.forget_old() == 1
