"""What a person sees when the database or the disk is away, and when what they sent cannot be read."""

from __future__ import annotations

import errno

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.urls import reverse


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


def test_address_of_a_form_cannot_be_opened_but_shows_a_page(cast):
    client = cast.client("mia")
    answer = client.get(reverse("people:edit_portrait"))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "There is no page here" in answer.text
    assert client.head(reverse("people:edit_portrait")).content == b""
    assert cast.client("vera").get(reverse("people:edit_portrait")).status_code == 403


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
