"""What other systems send is brought into the form that the schemas here have, as they expect.

Attributes that no schema names (vendors' own) are left out. The extension may be called by its short name, without
`:User` at the end; whoever calls it so is answered so.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from collegium.scim.schemas import MEMBER, Committee, Person

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
CORE = {"Users": "urn:ietf:params:scim:schemas:core:2.0:User", "Groups": "urn:ietf:params:scim:schemas:core:2.0:Group"}
SHORT = MEMBER.removesuffix(":User")
_SHORT = re.compile(rf"{re.escape(SHORT)}(?!:User\b)", re.IGNORECASE)


@cache
def _known(kind: str) -> frozenset[str]:
    model: Any = Person if kind == "Users" else Committee
    names = {str(field.serialization_alias or name) for name, field in model.model_fields.items()}
    return frozenset(name.lower() for name in names | {"schemas", "id", "externalId", "meta", MEMBER, ENTERPRISE})


def is_short(text: str) -> bool:
    """Whether the extension is called by its short name."""
    return bool(_SHORT.search(text))


def lengthened(text: str) -> str:
    """With the whole name of the extension."""
    return _SHORT.sub(MEMBER, text)


def shortened(text: str) -> str:
    """With the short name of the extension."""
    return text.replace(MEMBER, SHORT)


def without_unknown(method: str | None, path: str, text: str) -> str:
    """The body of a new or replaced record without attributes and schemas that are unknown here."""
    kind = path.strip("/").partition("/")[0]
    if method not in ("POST", "PUT") or kind not in CORE or path.rstrip("/").endswith(".search"):
        return text
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(sent, dict):
        return text
    kept = {name: value for name, value in sent.items() if name.lower() in _known(kind)}
    if isinstance(kept.get("schemas"), list):
        mine = {CORE[kind].lower(), MEMBER.lower(), ENTERPRISE.lower()}
        kept["schemas"] = [one for one in kept["schemas"] if isinstance(one, str) and one.lower() in mine]
    return json.dumps(kept)
