"""One line stays one line that can be read, by whatever way it comes in."""

from __future__ import annotations

import pytest

from collegium.accounts.models import User
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum
from collegium.web.lines import one_line


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("How\x07 long\tis\r\nlong?", "How long is long?"),
        ("Read \u202esiht\u202c now", "Read siht now"),
        ("\u2066isolated\u2069 \ufeffmark", "isolated mark"),
        ("two\u2028lines\u2029here", "two lines here"),
        ("no\u00a0break  space ", "no break space"),
        ("\u200b\u200d\u202e\x00 ", ""),
        ("مرحبا \u200fبكم", "مرحبا \u200fبكم"),
        ("👩\u200d⚕️ asks", "👩\u200d⚕️ asks"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"),
        ("क्\u200dष", "क्\u200dष"),
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_not_stored(sent, stored):
    assert one_line(sent) == stored


def test_title_of_a_topic_cannot_hold_signs_that_steer(cast):
    forum = make_forum()
    words = {"title": "How\x07 do you \u202edo\u2028this?", "body": "We do not know.", "token": "t1"}
    assert cast.client("mia").post(f"/forums/{forum.slug}/new/", words).status_code == 303
    topic = Topic.objects.latest("pk")
    assert (topic.title, topic.slug) == ("How do you do this?", "how-do-you-do-this")


def test_title_that_nobody_can_see_cannot_be_given(cast):
    forum = make_forum()
    words = {"title": "\u200b" * 12, "body": "We do not know.", "token": "t1"}
    assert cast.client("mia").post(f"/forums/{forum.slug}/new/", words).status_code == 422
    assert not Topic.objects.exists()


def test_rows_cannot_hold_them_on_ways_without_a_form(cast):
    User.objects.filter(pk=cast.mia.pk).update(name="Mia\u202e \x1bLind")
    mia = User.objects.get(pk=cast.mia.pk)
    assert mia.name == "Mia Lind"
    mia.name = "Mia\u2028Lindholm"
    mia.save()
    assert User.objects.get(pk=mia.pk).name == "Mia Lindholm"
