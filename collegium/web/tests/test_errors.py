"""What a person sees when the database or the disk is away, and when what they sent cannot be read."""

from __future__ import annotations

import errno
import inspect
import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.urls import URLPattern, reverse

from collegium.forums.tests.factory import make_topic
from collegium.groups.tests.factory import make_group
from collegium.web import addresses
from collegium.web.errors import page_above
from tests.test_structure import OWN


def takes_forms_only(pattern: URLPattern) -> bool:
    """Whether the view of an address refuses to be opened."""
    return "@require_POST" in inspect.getsource(inspect.unwrap(pattern.callback))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EACCES, "Permission denied"), 500),
        (ValueError("a fault of ours"), 500),
    ],
)
def test_page_says_whether_waiting_helps_and_cannot_show_a_trace(cast, monkeypatch, error, status):
    def fail(*_words: object, **_names: object) -> None:
        raise error

    monkeypatch.setattr("collegium.forums.views._list", fail)
    client = cast.client("mia")
    client.raise_request_exception = False
    answer = client.get(reverse("forums:forum_list"))
    assert answer.status_code == status
    assert answer.get("Retry-After") == ("30" if status == 503 else None)
    assert "Something went wrong" in answer.text
    assert str(error) not in answer.text


def test_address_of_a_form_cannot_be_opened_but_leads_back(cast):
    client = cast.client("mia")
    answer = client.get(reverse("people:edit_portrait"))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This address takes a form" in answer.text
    assert f'href="{reverse("people:edit_profile")}"' in answer.text
    assert client.head(reverse("people:edit_portrait")).content == b""
    assert cast.client("vera").get(reverse("people:edit_portrait")).status_code == 403


def test_address_of_a_form_leads_to_the_page_before_but_never_elsewhere_or_to_itself(cast):
    client, address = cast.client("mia"), reverse("people:edit_portrait")
    for referer, shown in (
        ("http://localhost/members/?q=x", "/members/?q=x"),
        ("http://localhost/accounts/login/", reverse("people:edit_profile")),
        (f"http://localhost{address}", reverse("people:edit_profile")),
        ("http://localhost//evil.example/", reverse("people:edit_profile")),
        ("https://evil.example/members/", reverse("people:edit_profile")),
    ):
        page = client.get(address, headers={"referer": referer}).text
        assert f'<a class="btn primary" href="{shown}"' in page, referer
        assert "evil.example" not in page


def test_reply_sent_while_signed_out_cannot_end_nowhere_after_signing_in(cast):
    topic = make_topic(cast.mia)
    sent = cast.client("vera").post(f"/pieces/{topic.pk}/replies/", {"body": "Words"})
    assert sent.status_code == 403
    assert f'name="next" value="/pieces/{topic.pk}/replies/"' in sent.text
    answer = cast.client("mia").get(f"/pieces/{topic.pk}/replies/")
    assert answer.status_code == 405
    assert f'href="/pieces/{topic.pk}/unread/"' in answer.text
    assert cast.client("mia").get(f"/pieces/{topic.pk}/unread/")["Location"].startswith(topic.get_absolute_url())


def test_address_of_a_form_cannot_say_whether_the_thing_is_there(cast):
    group = make_group(cast.grace, kind="secret")
    pages = [
        re.sub(r'="\w{64}"', "", cast.client("mia").get(f"/groups/{slug}/owner/announce/").text).replace(slug, "x")
        for slug in (group.slug, "never-was-here")
    ]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("address", [at for at, pattern in OWN if takes_forms_only(pattern)])
def test_page_above_an_address_of_forms_cannot_be_another_one(address):
    example = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: "7" if part[1] == "number" else "a", address)
    found = addresses.match(page_above(example))
    assert "@require_POST" not in inspect.getsource(inspect.unwrap(found.func))


def test_request_that_cannot_be_read_gets_a_page_that_does_not_blame_the_site(cast, monkeypatch):
    def fail(*_words: object, **_names: object) -> None:
        raise SuspiciousOperation("a lot of fields")

    monkeypatch.setattr("collegium.forums.views._list", fail)
    client = cast.client("mia")
    for answer in (client.get(reverse("forums:forum_list")), client.get("/forums/", headers={"host": "evil.example"})):
        assert answer.status_code == 400
        assert "This request could not be read" in answer.text
        assert "Go back, reload the page, and try again. Nothing is lost" in answer.text
        assert "on our side" not in answer.text
        assert "a lot of fields" not in answer.text
