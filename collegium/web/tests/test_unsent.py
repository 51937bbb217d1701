"""Words that could not be taken are shown again, to whoever sent them from this site's own page."""

from __future__ import annotations

import pytest
from django.test import Client

from collegium.accounts.actions import end_sessions
from collegium.forums.tests.factory import make_forum, make_topic
from tests.cast import PASSWORD

HERE = "http://localhost"
WORDS = "These words took me half an hour."


@pytest.fixture
def topic(cast):
    return make_topic(cast.petra, make_forum())


def sent(client: Client, address: str, page: str = "/", origin: str = HERE, **more: str):
    form = {"title": "How long is long?", "body": WORDS, "token": "t1"} | more
    return client.post(address, form, headers={"origin": origin, "referer": f"{origin}{page}"})


def test_words_of_an_ended_session_are_shown_and_sign_in_leads_to_the_page_of_the_form(cast, topic):
    mia, page = cast.client("mia"), f"{topic.get_absolute_url()}?page=2"
    end_sessions(cast.mia)
    answer = sent(mia, f"/pieces/{topic.pk}/replies/", page)
    assert answer.status_code == 403
    assert WORDS in answer.text
    assert "How long is long?" in answer.text
    assert f'name="next" value="{page}"' in answer.text
    back = mia.post("/accounts/login/", {"login": "mia", "password": PASSWORD, "next": page})
    assert mia.get(back["Location"]).status_code == 200


def test_words_of_the_composer_are_shown_as_text(cast, topic):
    body = "<p>Bold <b>words</b>.</p><script>no()</script>"
    answer = sent(cast.client("vera"), f"/pieces/{topic.pk}/replies/", body=body, body_format="html")
    assert ">Bold words.</textarea>" in answer.text
    assert "no()" not in answer.text


def test_form_that_is_too_old_gives_its_words_back(cast, topic):
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    answer = sent(client, f"/pieces/{topic.pk}/replies/", topic.get_absolute_url())
    assert "open for too long" in answer.text
    assert WORDS in answer.text
    assert f'href="{topic.get_absolute_url()}"' in answer.text


def test_reply_to_what_is_gone_gives_its_words_back(cast, topic):
    number = topic.pk
    topic.delete()
    answer = sent(cast.client("mia"), f"/pieces/{number}/replies/")
    assert answer.status_code == 404
    assert WORDS in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", ""])
def test_another_site_cannot_have_its_words_shown_here(cast, topic, origin):
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    answer = sent(client, f"/pieces/{topic.pk}/replies/", origin=origin)
    assert answer.status_code == 403
    assert WORDS not in answer.text
    assert f'href="/pieces/{topic.pk}/replies/"' in answer.text


def test_passwords_cannot_come_back(cast):
    answer = sent(
        Client(enforce_csrf_checks=True, SERVER_NAME="localhost"),
        "/accounts/login/",
        body="",
        title="",
        login="mia",
        password=PASSWORD,
    )
    assert answer.status_code == 403
    assert PASSWORD not in answer.text
