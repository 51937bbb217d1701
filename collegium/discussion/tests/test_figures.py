"""Pictures in words: what is said of them, and what is asked before readers have them."""

from __future__ import annotations

from html import unescape

import pytest

from collegium.blogs.actions import edit_post, publish_post
from collegium.blogs.tests.factory import form_data, make_blog, make_draft, make_post, writing
from collegium.discussion.actions import Refused, post_reply
from collegium.discussion.figures import below, refusal_of_pictures
from collegium.discussion.words import Words
from collegium.web import html

BARE = '<p>Look.</p><figure><img src="/files/5/" alt="" data-file="5"></figure>'
DECORATIVE = '<p>Look.</p><figure><img src="/files/5/" alt="" class="decorative" data-file="5"></figure>'
WHOLE = (
    '<figure><img src="/files/5/" alt="A road" data-file="5"><figcaption>The road. '
    '<span class="credit">Photo: N. Abara</span> <span class="license" data-license="by">'
    '<a href="https://creativecommons.org/licenses/by/4.0/" rel="nofollow ugc noopener">CC BY 4.0</a></span>'
    "</figcaption></figure>"
)


def test_credit_and_license_pass_the_allow_list_and_nothing_like_them():
    assert html.clean(WHOLE) == WHOLE
    assert html.to_text(WHOLE) == "The road. Photo: N. Abara CC BY 4.0"
    odd = '<p><span class="credit wide" data-license="<b>">x</span><img class="hero" src="/files/5/" title="t"></p>'
    assert html.clean(odd) == '<p><span>x</span><img src="/files/5/"></p>'


@pytest.mark.parametrize("body", [DECORATIVE, WHOLE, "<p>No picture.</p>", "<p>x<img></p>"])
def test_described_and_decorative_pictures_come_out(cast, body):
    assert refusal_of_pictures(body) == ""
    post = make_post(make_blog(cast.petra), body=body)
    assert post.is_out


@pytest.mark.parametrize("alt", ["", "   "])
def test_post_with_a_picture_nobody_described_cannot_come_out(cast, alt):
    post = make_draft(make_blog(cast.petra), body=BARE.replace('alt=""', f'alt="{alt}"'))  # a draft may wait
    with pytest.raises(Refused, match="1 picture has no description"):
        publish_post(post, cast.reader("petra"))
    page = cast.client("petra").post(f"/blogs/notes/{post.slug}/publish/", {"version": post.version})
    assert page.status_code == 422
    assert "or that it is decorative" in page.content.decode()
    post.refresh_from_db()
    assert post.published_at is None


def test_published_post_cannot_get_a_picture_without_description(cast):
    post = make_post(make_blog(cast.petra))
    with pytest.raises(Refused):
        edit_post(post, writing(body=BARE), cast.reader("petra"))
    page = cast.client("petra").post(f"/blogs/notes/{post.slug}/edit/", form_data(post, body=BARE))
    assert page.status_code == 422
    post.refresh_from_db()
    assert "<img" not in post.body
    good = cast.client("petra").post(f"/blogs/notes/{post.slug}/edit/", form_data(post, body=DECORATIVE))
    assert good.status_code == 303


def test_credit_and_license_stand_below_the_picture_for_readers_and_in_the_feed(cast):
    post = make_post(make_blog(cast.petra), body=f"<p>Look.</p>{WHOLE}")
    for address in (post.get_absolute_url(), "/blogs/notes/feed/"):
        page = unescape(cast.client("vera").get(address).content.decode())
        assert '<span class="credit">Photo: N. Abara</span>' in page
        assert "CC BY 4.0</a>" in page


def test_reply_with_a_picture_is_not_held_up(cast):
    post = make_post(make_blog(cast.petra))
    reply = post_reply(post, Words.rich(BARE), cast.reader("mia"))
    assert "<img" in reply.body


def test_line_below_a_picture_names_what_there_is():
    assert below("The road.", "Photo: N. Abara", "by") == "The road. · Photo: N. Abara · CC BY 4.0"
    assert below("", "", "evil") == ""
