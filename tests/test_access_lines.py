"""Single lines of docs/access.md that no other test holds."""

from __future__ import annotations

import pytest

from collegium.audience.reader import reader_for
from collegium.blogs.models import Post
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.moderation.tests.factory import make_report
from tests.mixed import make_mixed

ASIDE = "A remark about the kettle"


@pytest.mark.parametrize("who", ["vera", "sam", "gus", "lars"])
def test_a_teaser_cannot_tell_a_comment_or_how_many_there_are(cast, who):
    mixed = make_mixed(cast)
    address = mixed.things["post members"].address
    client = cast.client(who)
    before = client.get(address).text
    post_reply(Post.objects.get(slug=address.split("/")[-2]), Words.plain(ASIDE), reader_for(cast.mia))
    after = client.get(address).text
    assert ASIDE not in after
    for count in ("1 comment", "comments"):
        assert after.count(count) == before.count(count)
    assert ASIDE in cast.client("grace").get(address).text


@pytest.mark.parametrize("who", ["ed", "mo", "ada", "mia", "otto"])
def test_nobody_can_change_a_leaders_published_words_or_somebodys_comment(cast, who):
    mixed = make_mixed(cast)
    address = mixed.things["post public"].address
    post = Post.objects.get(slug=address.split("/")[-2])
    comment = post_reply(post, Words.plain(ASIDE), reader_for(cast.grace))
    client = cast.client(who)
    assert client.post(f"{address}edit/", {"title": "Mine now", "body": "<p>Mine.</p>"}).status_code in (403, 404)
    assert client.post(f"/replies/{comment.pk}/edit/", {"body": "Mine.", "version": 1}).status_code in (403, 404)
    post.refresh_from_db()
    comment.refresh_from_db()
    assert "Mine" not in post.title
    assert comment.text == ASIDE


@pytest.mark.parametrize("who", ["vera", "sam", "gus", "lars", "mia", "petra", "otto", "ed"])
def test_reports_of_others_cannot_be_read_but_by_moderators(cast, who):
    mixed = make_mixed(cast)
    topic = mixed.topics["public"]
    comment = post_reply(topic, Words.plain(ASIDE), reader_for(cast.grace))
    make_report(comment, cast.nina)
    client = cast.client(who)
    for address in ("/desk/reports/", f"/desk/reports/reply/{comment.pk}/"):
        answer = client.get(address)
        assert answer.status_code in (403, 404)
        assert ASIDE not in answer.text
    assert ASIDE in cast.client("mo").get(f"/desk/reports/reply/{comment.pk}/").text


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "mo", "ada"])
def test_asking_with_head_cannot_tell_more_than_the_page(cast, who):
    client = cast.client(who)
    for name, thing in make_mixed(cast).things.items():
        assert client.head(thing.address).status_code == client.get(thing.address).status_code, name


@pytest.mark.parametrize("who", ["vera", "gus", "mia"])
def test_words_of_staff_carry_their_mark_and_nobody_elses_do(cast, who):
    topic = make_mixed(cast).topics["public"]
    client, address = cast.client(who), topic.get_absolute_url()
    mark = ">Staff<"
    before = client.get(address).text.count(mark)
    post_reply(topic, Words.plain("A member says so."), reader_for(cast.petra))
    assert client.get(address).text.count(mark) == before
    post_reply(topic, Words.plain("The office says so."), reader_for(cast.ed))
    assert client.get(address).text.count(mark) > before
