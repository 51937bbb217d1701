"""The check while writing: who may ask, what comes back."""

from __future__ import annotations

import json

from collegium.outbox.models import AuditLine

BIRTH = "My patient, born 7/2/1968, was referred late on a Thursday."


def check(client, body):
    return client.post("/privacy/check/", body, content_type="application/json")


def test_member_is_told_where_what_and_how_to_mend(cast):
    found = check(cast.client("mia"), json.dumps({"text": BIRTH})).json()["findings"]
    assert [BIRTH[f["start"] : f["end"]] for f in found] == ["7/2/1968"] == [f["text"] for f in found]
    assert (found[0]["type"], found[0]["kind"]) == ("C", "warn")
    assert {"label", "replacement"} == set(found[0]["fixes"][0])
    assert found[0]["message"].startswith("This looks like")


def test_offsets_count_characters(cast):
    text = "🩺 " + BIRTH
    found = check(cast.client("mia"), json.dumps({"text": text})).json()["findings"][0]
    assert text[found["start"] : found["end"]] == "7/2/1968"


def test_nothing_is_logged_while_writing(cast):
    check(cast.client("mia"), json.dumps({"text": BIRTH}))
    assert not AuditLine.objects.exists()


def test_visitor_cannot_use_the_check(cast):
    assert check(cast.client("vera"), json.dumps({"text": BIRTH})).status_code == 403


def test_suspended_cannot_use_the_check(cast):
    assert check(cast.client("sam"), json.dumps({"text": BIRTH})).status_code == 403


def test_what_is_no_text_cannot_be_checked(cast):
    client = cast.client("mia")
    for body in ("", "[]", '{"text": 7}', "{"):
        assert check(client, body).status_code == 400


def test_check_cannot_be_read(cast):
    assert cast.client("mia").get("/privacy/check/").status_code == 405
