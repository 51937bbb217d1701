"""The patient-data check in the forms that post words."""

from __future__ import annotations

import re

import pytest

from collegium.discussion.models import Reply
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.outbox.models import AuditLine

BIRTH = "My patient, born 7/2/1968, was referred late on a Thursday."
NUMBER = "Her MRN 00482913 is on the scan."


@pytest.fixture
def post(cast):
    topic = make_topic(cast.petra)
    client = cast.client("mia")
    return lambda body, **more: client.post(f"/pieces/{topic.pk}/replies/", {"body": body, **more})


def test_warning_asks_once_and_posts_anyway(post):
    answer = post(BIRTH)
    assert answer.status_code == 422
    assert "7/2/1968" in answer.text
    assert "Keep only the year 1968" in answer.text
    sign = re.search(r'name="post_anyway" value="(\w+)"', answer.text)[1]
    assert post(BIRTH, post_anyway=sign).status_code == 303
    assert Reply.objects.get().text == BIRTH


def test_what_was_typed_is_kept_when_it_comes_back(post):
    assert f">\n{BIRTH}</textarea>" in post(BIRTH).text


def test_fix_is_done_in_the_form_and_posts_after_reading(post):
    answer = post(BIRTH, mend="0.1")
    assert answer.status_code == 422
    assert "My patient, born 1968, was referred" in answer.text
    assert not Reply.objects.exists()


def test_fix_is_done_in_rich_words(post):
    answer = post("<p>Her <strong>MRN 00482913</strong> &amp; more is on the scan.</p>", body_format="html", mend="0.0")
    assert "00482913" not in answer.text.split("<textarea")[1]


def test_blocking_words_cannot_be_posted_anyway(post):
    answer = post(NUMBER, post_anyway="anything")
    assert answer.status_code == 422
    assert 'name="post_anyway"' not in answer.text
    assert not Reply.objects.exists()


def test_not_a_patients_posts_and_is_logged_without_the_words(post):
    assert post(NUMBER, not_patient="00482913").status_code == 303
    assert "00482913" not in repr(vars(AuditLine.objects.get()))


def test_title_of_a_topic_cannot_slip_through(cast):
    make_forum()
    data = {"title": "MRN 00482913: what now?", "body": "What would you do next week?"}
    answer = cast.client("mia").post("/forums/gi-oncology/new/", data)
    assert answer.status_code == 422
    assert not Topic.objects.exists()


def test_invented_quote_cannot_hide_words_from_the_check(post):
    for shape in ('<blockquote data-quote="1"><p>{}</p></blockquote>',
                  '<blockquote><blockquote data-quote="1"><p>{}</p></blockquote></blockquote>',
                  '<blockquote data-quote="1" data-range="0-4" data-version="1"><p>{}</p></blockquote>'):  # fmt: skip
        answer = post("<p>Yes.</p>" + shape.format(NUMBER), body_format="html")
        assert answer.status_code == 422
    assert post("Yes.", quote="1", quoted=NUMBER).status_code == 422
    assert post("Yes.", more=NUMBER).status_code == 422


def test_page_says_what_the_check_is_and_is_not(cast):
    page = cast.client("mia").get(make_topic(cast.petra).get_absolute_url()).text
    assert "it does not see everything" in page
    assert "complian" not in page
