"""Static files: every address carries the hash of the content, so a browser may keep it for ever."""

from __future__ import annotations

import hashlib
from functools import cache, cached_property
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@cache
def content_hash(name: str) -> str:
    """The first 10 hex digits of the SHA-256 of a static file, or "" when there is no such file."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if isinstance(found, str) else ""


class VersionedStorage(StaticFilesStorage):
    """Adds `?v=<hash>` to every address."""

    def url(self, name: str | None) -> str:
        """The address of a static file with the hash of its present content; a process works it out once."""
        return self._known.get(name) or self._known.setdefault(name, self._worked_out(name))

    @cached_property
    def _known(self) -> dict[str | None, str]:
        return {}

    def _worked_out(self, name: str | None) -> str:
        address = super().url(name)
        version = content_hash(name or "")
        return f"{address}?v={version}" if version else address


def is_immutable(path: str, url: str) -> bool:
    """All addresses we print carry their content's hash."""
    return True
