"""What a person sees when the database or the disk is away."""

from __future__ import annotations

import errno

import pytest
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
