"""Files of a copy of `wp-content/uploads`, found by the address they had on the old site."""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from collegium.discussion.actions import Refused
from collegium.files import actions as files
from collegium.files import kinds
from collegium.files.kinds import Refused as FileRefused
from collegium.files.models import File
from collegium.files.pictures import encode

_SIZE = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w{2,5}$)")
_SCALED = re.compile(r"-scaled(?=\.\w{2,5}$)")
_WRITTEN_IN = re.compile(r"data:image/[\w.+-]+(?:;[\w.+-]+=[\w.+-]+)*;base64,", re.IGNORECASE)
SHOWN_WIDTH = 960  # pixels; pages offer the other widths themselves


class Folder:
    """A folder of files; without one nothing is found. Links that lead out of it are not followed."""

    def __init__(self, path: Path | None) -> None:
        self.root = path.resolve() if path else None
        self._by_name: dict[str, Path | None] | None = None

    def find(self, address: str) -> Path | None:
        """The file of an address: by its path after "uploads", largest first, else by a name that is there once."""
        if self.root is None:
            return None
        parts = PurePosixPath(unquote(urlsplit(address).path)).parts
        after = parts[parts.index("uploads") + 1 :] if "uploads" in parts else parts[-1:]
        if not after or after[-1] in ("/", "..", "."):
            return None
        there = Path(*after[:-1]) if "uploads" in parts else Path(*parts[1:-1])
        names = dict.fromkeys((_SCALED.sub("", _SIZE.sub("", after[-1])), _SIZE.sub("", after[-1]), after[-1]))
        for name in names:
            for relative in (there / name, Path(name)):
                if found := self._inside(self.root / relative):
                    return found
        return next((found for name in names if (found := self._named(name))), None)

    def _inside(self, path: Path) -> Path | None:
        try:
            real = path.resolve()
            return real if real.is_file() and self.root is not None and real.is_relative_to(self.root) else None
        except (OSError, ValueError):  # a name too long, a loop, a null byte
            return None

    def _named(self, name: str) -> Path | None:
        if self._by_name is None:
            self._by_name = {}
            for folder, _folders, names in os.walk(self.root or ""):
                for one in names:
                    self._by_name[one] = None if one in self._by_name else Path(folder, one)
        path = self._by_name.get(name)
        return self._inside(path) if path else None


def written_in(address: str) -> bytes | None:
    """The picture that stands in the words themselves (`data:image/png;base64,…`, RFC 2397), if it is one."""
    begins = _WRITTEN_IN.match(address)
    if not begins or len(address) > files.LARGEST * 3 // 2:
        return None
    try:
        data = base64.b64decode("".join(unquote(address[begins.end() :]).split()), validate=True)
        return data if kinds.kind_of(data) in kinds.PICTURES else None
    except (ValueError, FileRefused):
        return None


def is_found(folder: Folder, address: str) -> bool:
    """Whether `place` would find a file for this address."""
    if not address.startswith("data:"):
        return folder.find(address) is not None
    data = written_in(address)
    try:
        return data is not None and bool(encode(data))
    except FileRefused:
        return False


def place(folder: Folder, address: str, alt: str = "") -> File | None:
    """Store the file of this address as the society's own; None when it is absent or of no kind the site takes."""
    if address.startswith("data:"):
        data = written_in(address)
        try:
            return files.store(data, _("picture"), None, alt=alt) if data else None
        except FileRefused:
            return None
    path = folder.find(address)
    if path is None or path.stat().st_size > files.LARGEST:
        return None
    try:
        return files.store(path.read_bytes(), path.name, None, alt=alt)
    except (FileRefused, Refused, OSError):
        return None


def shown_at(file: File) -> str:
    """The address that stands in the words."""
    return f"/files/{file.pk}/{SHOWN_WIDTH}/" if file.is_picture else f"/files/{file.pk}/"
