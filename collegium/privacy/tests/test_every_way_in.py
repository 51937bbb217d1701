"""Every way in asks: the same words come back from each with what was seen, and nothing is stored."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog
from collegium.conversations.models import Message
from collegium.discussion.models import Reply
from collegium.files.models import File
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.organizations.tests.factory import make_manager, make_organization
from collegium.people.models import Profile

NUMBER = "Her MRN 00482913 is on the scan."


def refused(answer):
    assert answer.status_code == 422
    assert "00482913" in answer.text
    return answer


def test_reply_cannot_slip_through(cast):
    topic = make_topic(cast.petra)
    refused(cast.client("mia").post(f"/pieces/{topic.pk}/replies/", {"body": NUMBER}))
    assert not Reply.objects.exists()


def test_topic_cannot_slip_through(cast):
    make_forum()
    refused(cast.client("mia").post("/forums/gi-oncology/new/", {"title": "What would you do?", "body": NUMBER}))
    assert not Topic.objects.exists()


def test_message_cannot_slip_through(cast):
    refused(cast.client("mia").post("/messages/new/", {"to": "otto", "body": NUMBER}))
    assert not Message.objects.exists()


def test_post_cannot_slip_through(cast):
    blog = make_blog(cast.petra)
    data = {"title": "A hard week", "deck": NUMBER, "body": "Nothing here.", "readers": 1}
    refused(cast.client("petra").post(f"/blogs/{blog.slug}/new/", data))
    assert not Post.objects.exists()


def test_profile_cannot_slip_through(cast):
    refused(cast.client("mia").post("/settings/profile/", {"about": NUMBER}))
    assert not Profile.objects.filter(about=NUMBER).exists()


def test_story_of_an_organization_cannot_slip_through(cast):
    organization = make_organization()
    make_manager(organization, cast.otto)
    refused(cast.client("otto").post(f"/organizations/{organization.slug}/edit/story/", {"body": NUMBER}))
    organization.refresh_from_db()
    assert organization.story == ""


@pytest.mark.parametrize("name", ["Smith_John_MRN00482913.png", "MRN 00482913.png"])
def test_file_name_cannot_slip_through(cast, name):
    sent = SimpleUploadedFile(name, b"not even a picture", content_type="image/png")
    answer = refused(cast.client("mia").post("/files/upload/", {"file": sent}))
    assert "Rename the file" in answer.json()["error"]
    assert not File.objects.exists()
