"""Drawings of `demo/art` in the words of posts and articles: "art:map" becomes an upload like any other."""

from __future__ import annotations

import re

from collegium.accounts.models import User
from collegium.config import ROOT
from collegium.files import actions as files

_ART = re.compile(r'<img src="art:([a-z]+)"')


def art(name: str) -> bytes:
    """The bytes of a drawing."""
    return (ROOT / "demo" / "art" / f"{name}.webp").read_bytes()


def drawn(body: str, owner: User | None) -> str:
    """The words with their drawings, through the same pipeline as any upload."""

    def stored(match: re.Match[str]) -> str:
        file = files.store(art(match[1]), f"{match[1]}.webp", owner)
        return f'<img src="/files/{file.pk}/960/" data-file="{file.pk}"'

    return _ART.sub(stored, body)
