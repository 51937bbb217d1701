"""A pass: a signed word in an address that opens one thing to whoever holds the link (a proof, a gift), files included.

A page opened with a pass carries the pass in the addresses of its own pictures. The app that made the pass says whether
it still opens that parent, each time the bytes are asked for; nobody keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from collegium.files.models import File

NAME = "pass"  # of the parameter
Passing = Callable[[str, int], bool]
_passings: dict[str, list[Passing]] = {}
_TAG = re.compile(r"<(?:img|a)\b[^>]*>")
_FILE = re.compile(r"/files/\d{1,18}/(?:\d{1,5}/)?(?=[\"\s])")


def parent_is_passed_by(kind: str, passing: Passing) -> None:
    """Called from `AppConfig.ready` by an app that makes passes.

    Args:
        kind: what stands in `File.parent_kind`.
        passing: whether this word opens the parent with this id now.
    """
    passings = _passings.setdefault(kind, [])
    if passing not in passings:
        passings.append(passing)


def opens(word: str, file: File) -> bool:
    """Whether a pass opens this file now."""
    passings = _passings.get(file.parent_kind, []) if word and file.parent_id else []
    return any(passing(word, file.parent_id or 0) for passing in passings)


def carried(body: Markup, word: str) -> Markup:
    """A page's words with the pass in the addresses of the site's own files."""
    return Markup(_TAG.sub(lambda tag: _FILE.sub(rf"\g<0>?{NAME}={escape(word)}", tag[0]), body))  # noqa: S704
