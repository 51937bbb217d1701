"""Starting a topic where the forum asks for something: fields, first words, what is wrong."""

from __future__ import annotations

import pytest

from collegium.forums.models import Prompt, Topic
from collegium.forums.prompts import Wanted, set_prompts
from collegium.forums.tests.factory import make_forum

TITLE = {"title": "A trial of two call schedules", "body": "", "body_format": "plain"}


@pytest.fixture
def forum(cast):
    place = make_forum("Journal club")
    wanted = [
        Wanted(None, "Which paper?", "As it is cited", "line", "", True),
        Wanted(None, "What did they find?", "", "words", "", True),
        Wanted(None, "Did it change your practice?", "", "choice", "Yes\nNo\nNot yet", False),
    ]
    set_prompts(place, wanted, cast.ada)
    return place


def answers(forum, *said: str) -> dict[str, str]:
    return {f"said_{prompt.pk}": text for prompt, text in zip(forum.prompts.all(), said, strict=False)}


def start(cast, forum, *said: str, **more: str):
    data = TITLE | answers(forum, *said) | more
    return cast.client("mia").post(f"/forums/{forum.slug}/new/", data)


def test_answers_become_the_first_words_under_their_headings(cast, forum):
    page = cast.client("mia").get(f"/forums/{forum.slug}/new/").text
    assert [page.index(text) for text in ("Which paper?", "As it is cited", "Anything else")] == sorted(
        page.index(text) for text in ("Which paper?", "As it is cited", "Anything else")
    )
    paper = "Calls & persistence, see https://example.org/paper"
    answer = start(cast, forum, paper, "Early calls help.\n\nLate ones less.", "Not yet", body="We tried both.")
    assert answer.status_code == 303
    topic = Topic.objects.get()
    assert topic.body.startswith("<p><strong>Which paper?</strong></p><p>Calls &amp; persistence, see <a href=")
    assert "<p><strong>What did they find?</strong></p><p>Early calls help.</p><p>Late ones less.</p>" in topic.body
    assert topic.body.endswith("<p>Not yet</p><p>We tried both.</p>")
    assert "Early calls help." in cast.client("grace").get(topic.get_absolute_url()).text


def test_what_nobody_answered_leaves_no_heading_and_words_are_editable_afterwards(cast, forum):
    assert start(cast, forum, "A paper", "A finding").status_code == 303
    topic = Topic.objects.get()
    assert "change your practice" not in topic.body
    edited = {
        "title": topic.title,
        "body": topic.body.replace("A finding", "Another"),
        "body_format": "html",
        "version": 1,
    }
    assert cast.client("mia").post(f"/topics/{topic.pk}/edit/", edited).status_code == 303
    topic.refresh_from_db()
    assert "<strong>What did they find?</strong></p><p>Another</p>" in topic.body


def test_markup_in_an_answer_cannot_become_more_than_text(cast, forum):
    assert start(cast, forum, "<script>alert(1)</script><b>bold</b>", "<img src=x onerror=alert(1)>").status_code == 303
    body = Topic.objects.get().body
    assert "<script" not in body
    assert "<img" not in body
    assert "&lt;b&gt;bold" in body


WRONG = {
    "left out": (("A paper", "", "Yes"), "This field is required."),
    "not offered": (("A paper", "A finding", "Perhaps"), "Select a valid choice."),
    "endless": (("x" * 301, "A finding", "Yes"), "at most 300 characters"),
    "patient": (("A paper", "As in patient MRN 4471902", "Yes"), "could identify a patient"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_cannot_be_posted_and_loses_nothing(cast, forum, name):
    said, sentence = WRONG[name]
    answer = start(cast, forum, *said, body="We tried both.")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "We tried both." in answer.text
    assert said[0] in answer.text
    assert not Topic.objects.exists()


def test_a_patients_number_in_an_answer_is_mended_where_it_stands(cast, forum):
    said = "A paper", "As in patient MRN 4471902"
    page = start(cast, forum, *said).text
    name = f"said_{forum.prompts.all()[1].pk}"
    assert f'data-field="{name}"' in page
    assert page.count('class="risk"') == 1
    mended = start(cast, forum, *said, mend="0.0").text
    assert "4471902" not in mended.split("<textarea")[1]


def test_answers_cannot_be_sent_to_a_forum_that_asks_nothing(cast, forum):
    other = make_forum("Another")
    data = TITLE | answers(forum, "A paper", "A finding") | {"body": "We tried both."}
    assert cast.client("mia").post(f"/forums/{other.slug}/new/", data).status_code == 303
    assert Topic.objects.get().body == "<p>We tried both.</p>"


def test_a_prompt_that_stays_keeps_its_place_in_a_form_that_is_being_written(cast, forum):
    first = forum.prompts.all()[0]
    data = answers(forum, "A paper", "A finding")
    set_prompts(forum, [Wanted(first.pk, "Which paper is it?", "", "line", "", True)], cast.ada)
    assert Prompt.objects.get().pk == first.pk
    assert cast.client("mia").post(f"/forums/{forum.slug}/new/", TITLE | data).status_code == 303
    assert Topic.objects.get().text == "Which paper is it?\n\nA paper"
