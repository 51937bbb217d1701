"""A token, and a way to ask with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from collegium.scim.tokens import make_token

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
MEMBER = "urn:collegium:params:scim:schemas:member:1.0"


class Bridge:
    """Another system with its token."""

    def __init__(self, token: str) -> None:
        self.client = Client(HTTP_HOST="localhost")
        self.token = token

    def ask(self, method: str, path: str, said: Any = None, **headers: str) -> Any:
        body = json.dumps(said) if said is not None else ""
        return self.client.generic(
            method, f"/scim/v2/{path}", body, "application/scim+json", headers={"Authorization": f"Bearer {self.token}"} | headers,
        )  # fmt: skip

    def made(self, **more: Any) -> dict[str, Any]:
        """A user that was just made."""
        said = {"schemas": [USER], "userName": "benedict@example.org", "emails": [{"value": "benedict@example.org"}]}
        answer = self.ask("POST", "Users", said | more)
        assert answer.status_code == 201, answer.content
        return dict(answer.json())

    def patched(self, path: str, *operations: dict[str, Any]) -> Any:
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})


@pytest.fixture
def bridge(cast):
    row, text = make_token("Member system", cast.ada)
    found = Bridge(text)
    found.row = row
    return found
