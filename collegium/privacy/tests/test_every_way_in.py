"""Every way in asks: the same words come back from each with what was seen, and nothing is stored."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.blogs.models import Blog, Post
from collegium.blogs.tests.factory import make_blog
from collegium.conversations.models import Message
from collegium.discussion.models import Reply
from collegium.files.models import File
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.magazine.models import Issue
from collegium.moderation.actions import hide
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.things import find
from collegium.organizations.models import Claim
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
    refused(cast.client("mia").post("/settings/profile/about/", {"about": NUMBER}))
    assert not Profile.objects.filter(about=NUMBER).exists()


def test_disclosure_cannot_slip_through(cast):
    refused(
        cast.client("mia").post(
            "/settings/disclosures/new/", {"category": "other", "company": f"Acme {NUMBER}", "recipient": "self"}
        )
    )
    assert not cast.mia.relationships.exists()


@pytest.mark.parametrize("field", ["description", "bio", "disclosures"])
def test_settings_of_a_blog_cannot_slip_through(cast, field):
    blog = make_blog(cast.petra)
    data = {"title": blog.title, "slug": blog.slug, field: NUMBER}
    refused(cast.client("petra").post(f"/blogs/{blog.slug}/edit/", data))
    assert not Blog.objects.filter(**{field: NUMBER}).exists()


def test_front_of_an_issue_cannot_slip_through(cast):
    data = {"volume": 3, "number": 2, "title": "Autumn", "cover_date": "2026-11-01", "note": NUMBER}
    refused(cast.client("ed").post("/desk/editorial/issues/new/", data))
    assert not Issue.objects.exists()


def test_picture_in_the_words_cannot_slip_through(cast):
    topic = make_topic(cast.petra)
    body = f'<p>As you see.</p><img src="/files/1/" alt="{NUMBER}">'
    refused(cast.client("mia").post(f"/pieces/{topic.pk}/replies/", {"body": body, "body_format": "html"}))
    assert not Reply.objects.exists()


def test_statement_of_a_claim_cannot_slip_through(cast):
    page = make_organization()
    data = {"step": "statement", "evidence": f"I work there. {NUMBER}"}
    refused(cast.client("mia").post(f"/organizations/{page.slug}/claim/", data))
    assert not Claim.objects.exists()


def test_report_cannot_slip_through(cast):
    topic = make_topic(cast.petra)
    answer = cast.client("mia").post(f"/report/?kind=piece&id={topic.pk}", {"reason": "other", "note": NUMBER})
    refused(answer)
    assert not Report.objects.exists()


def test_report_passes_once_its_words_are_answered_for(cast):
    topic = make_topic(cast.petra)
    data = {"reason": "other", "note": NUMBER, "not_patient": "00482913"}
    page = refused(cast.client("mia").post(f"/report/?kind=piece&id={topic.pk}", data | {"not_patient": ""}))
    said = re.findall(r'name="not_patient" value="([^"]+)"', page.text)
    assert (
        cast.client("mia").post(f"/report/?kind=piece&id={topic.pk}", data | {"not_patient": said}).status_code == 303
    )


def test_reason_of_a_moderator_cannot_slip_through(cast):
    topic = make_topic(cast.petra)
    data = {"act": "hide", "reason": NUMBER}
    refused(cast.client("mo").post(f"/desk/reports/piece/{topic.pk}/decide/", data))
    topic.refresh_from_db()
    assert topic.hidden_at is None


def test_appeal_cannot_slip_through(cast):
    topic = make_topic(cast.petra)
    hide(find("piece", topic.pk), cast.mo, "It repeats another topic.")
    decision = Decision.objects.get()
    refused(cast.client("petra").post(decision.get_absolute_url(), {"text": NUMBER}))
    assert not Appeal.objects.exists()


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
