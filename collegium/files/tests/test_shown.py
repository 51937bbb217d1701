"""Pictures in words say their widths and shape, and are fetched when they come near."""

from __future__ import annotations

import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.files.actions import store
from collegium.files.shown import pictured
from collegium.forums.tests.factory import make_topic


def picture(owner, width=1200, height=600):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return store(out.getvalue(), "wide.png", owner)


def figure(file):
    return f'<figure><img src="{file.url_at(960)}" alt="A wide field"></figure>'


def test_picture_has_its_widths_its_shape_and_waits(cast):
    file = picture(cast.petra)
    (body,) = pictured([figure(file)])
    assert all(f"/files/{file.pk}/{width}/ {width}w" in body for width in (320, 640, 960, 1200))
    assert 'width="1200" height="600"' in body
    assert 'loading="lazy"' in body
    assert 'alt="A wide field"' in body


def test_readers_get_it_in_a_topic_and_in_its_replies(cast):
    own, other = picture(cast.petra), picture(cast.mia)
    topic = make_topic(cast.petra)
    topic.body = figure(own)
    topic.save()
    post_reply(topic, Words.rich(figure(other)), cast.reader("mia"))
    page = cast.client("grace").get(topic.get_absolute_url()).text
    assert page.count('sizes="(min-width: 48rem) 44rem, 100vw"') == 2


def test_words_without_pictures_cost_nothing_and_what_is_gone_cannot_break_the_page(cast):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert pictured(["<p>Plain.</p>"]) == ["<p>Plain.</p>"]
    assert len(queries) == 0
    (body,) = pictured(['<img src="/files/999999/" alt="">'])
    assert body == '<img src="/files/999999/" loading="lazy" alt="">'
