"""What somebody follows and mutes: own, by kind, nothing of what they may not see."""

from __future__ import annotations

import pytest

from collegium.audience.actions import grant
from collegium.blogs.tests.factory import make_blog
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.organizations.tests.factory import make_organization
from collegium.people.actions import follow, mute
from collegium.people.models import Follow

HERE = "/settings/following/"


def test_each_kind_is_listed_and_can_be_left(cast):
    forum, blog, organization = make_forum("Zebra forum"), make_blog(cast.petra), make_organization()
    for kind, row in (("forum", forum), ("blog", blog), ("organization", organization), ("person", cast.petra)):
        follow(cast.mia, kind, row.pk)
    client = cast.client("mia")
    page = client.get(HERE).text
    for name in ("Zebra forum", blog.title, "Dry Creek Oncology", "Petra Halvorsen"):
        assert name in page
    assert "Zebra forum" not in client.get(f"{HERE}?kind=person").text
    client.post("/follow/", {"kind": "forum", "id": forum.pk, "on": "0"})
    assert "Zebra forum" not in client.get(HERE).text


def test_what_is_muted_can_be_heard_of_again(cast):
    mute(cast.mia, "person", cast.petra.pk)
    assert "Hear of it again" in cast.client("mia").get(HERE).text
    cast.client("mia").post("/follow/", {"kind": "person", "id": cast.petra.pk, "on": "0"})
    assert not Follow.objects.exists()


def test_what_may_not_be_read_any_more_cannot_be_seen(cast):
    topic = make_topic(cast.petra, make_forum(), "Zebra topic")
    follow(cast.mia, "piece", topic.pk)
    follow(cast.mia, "person", cast.petra.pk)
    type(topic).objects.filter(pk=topic.pk).update(readers=cast.closed)
    grant(cast.petra, "suspended")
    page = cast.client("mia").get(HERE).text
    assert "Zebra topic" not in page
    assert "Petra Halvorsen" not in page
    assert page.count("Something that you cannot see any more") == 2


@pytest.mark.parametrize("who", ["gus", "otto", "ada"])
def test_others_cannot_see_it(cast, who):
    follow(cast.mia, "person", cast.petra.pk)
    assert "Petra Halvorsen" not in cast.client(who).get(HERE).text


def test_visitors_cannot_open_it(cast):
    assert cast.client("vera").get(HERE).status_code in (302, 303, 403)
