"""`/desk/scim/`: tokens are made, shown once, and revoked."""

from __future__ import annotations

import re

import pytest

from collegium.accounts.tests.factory import make_fresh
from collegium.outbox.models import AuditLine
from collegium.scim.models import Token
from collegium.scim.tests.conftest import Bridge


def test_token_is_made_shown_once_and_revoked(cast):
    client = make_fresh(cast.client("ada"), cast.ada)
    page = client.post("/desk/scim/", {"name": "<b>Member system</b>"}).content.decode()
    assert "&lt;b&gt;Member system" in page
    text = re.search(r"scim_[\w-]{20,}", page)[0]
    assert text not in client.get("/desk/scim/").content.decode()
    assert Bridge(text).ask("GET", "Users").status_code == 200
    row = Token.objects.get()
    assert client.get(f"/desk/scim/{row.pk}/revoke/").status_code == 200
    assert client.post(f"/desk/scim/{row.pk}/revoke/")["Location"] == "/desk/scim/"
    assert Bridge(text).ask("GET", "Users").status_code == 401
    assert client.post(f"/desk/scim/{row.pk}/revoke/").status_code == 404
    assert AuditLine.objects.filter(what__endswith="token for SCIM").count() == 2


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed", "mo"])
def test_others_cannot_make_or_revoke_tokens(cast, who):
    row = Token.objects.create(name="System", digest="d", begins="scim_x")
    client = cast.client(who) if who == "vera" else make_fresh(cast.client(who), getattr(cast, who))
    for address in ("/desk/scim/", f"/desk/scim/{row.pk}/revoke/"):
        assert client.get(address).status_code in (403, 404)
        assert client.post(address, {"name": "x"}).status_code in (403, 404)
    assert Token.objects.get().revoked_at is None


def test_token_cannot_be_made_without_a_fresh_sign_in_or_a_name(cast):
    assert cast.client("ada").post("/desk/scim/", {"name": "x"})["Location"].startswith("/accounts/reauthenticate/")
    assert make_fresh(cast.client("ada"), cast.ada).post("/desk/scim/", {"name": " "}).status_code == 422
    assert not Token.objects.exists()
