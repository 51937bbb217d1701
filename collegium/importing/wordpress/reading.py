"""Reads a WordPress export, entry by entry, in constant memory.

The format: RSS 2.0 with the namespaces `http://wordpress.org/export/<version>/` (wp), `…/excerpt/`, RSS's content
module and Dublin Core. Read as well: control characters inside CDATA, blank lines before the XML declaration, gzip.
"""

from __future__ import annotations

import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any

from django.utils import timezone
from lxml import etree

from collegium.importing.message import BadArchive
from collegium.web.numbers import number_of

_HARMFUL = bytes(set(range(32)) - {9, 10, 13})  # not allowed in XML 1.0, and in no UTF-8 letter
_READ = ("item", "wp:author", "wp:base_blog_url", "wp:base_site_url", "wp:wxr_version")
_META = ("_thumbnail_id", "_wp_attachment_image_alt", "footnotes")
_ROOT = re.compile(rb"<rss\b[^>]*>")
_SPACES = {
    "wp": "http://wordpress.org/export/1.2/", "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
    "wfw": "http://wellformedweb.org/CommentAPI/", "atom": "http://www.w3.org/2005/Atom",
    "sy": "http://purl.org/rss/1.0/modules/syndication/", "media": "http://search.yahoo.com/mrss/",
    "georss": "http://www.georss.org/georss", "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
}  # fmt: skip
_NO_DATE = "0000-00-00 00:00:00"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote on the old site. `email` is for matching only and never shown."""

    login: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it was published; `parent` is the id of the comment it answers, 0 when none."""

    id: int
    name: str
    email: str
    at: datetime | None
    content: str
    parent: int


@dataclass(slots=True)
class Entry:
    """One item. `comments` are the approved ones that people wrote, `others` counts the rest by `report.STAY_OUT`;
    `at` is in UTC, None when it had none."""

    line: int
    id: int = 0
    kind: str = ""
    status: str = ""
    has_password: bool = False
    title: str = ""
    author: str = ""
    at: datetime | None = None
    address: str = ""
    slug: str = ""
    content: str = ""
    excerpt: str = ""
    names: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    file: str = ""
    comments: list[Comment] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Export:
    """An export that is being read: `site` and `authors` stand before the first entry, `at_byte` says how far it is."""

    path: Path
    site: str = ""
    authors: dict[str, Author] = field(default_factory=dict)
    at_byte: int = 0

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file.

        Raises:
            BadArchive: the file is no WordPress export, or broken; one sentence with the line.
        """
        self.site, self.authors, found = "", {}, False
        try:
            for element in self._elements():
                name = _name(element).removeprefix("wp:")
                if name == "base_blog_url" or (name == "base_site_url" and not self.site):
                    self.site = _text(element)
                elif name == "author":
                    author = _author(element)
                    self.authors[author.login] = author
                elif name == "item":
                    yield _entry(element)
                    _forget(element)
                found = found or name == "wxr_version"
        except etree.XMLSyntaxError as error:
            line = error.lineno or 1
            raise BadArchive(f"Line {line} of {self.path.name} is no well-formed XML ({_short(error)}).") from None
        except (EOFError, gzip.BadGzipFile) as error:
            raise BadArchive(f"The compression of {self.path.name} is broken.") from error
        if not found:
            raise BadArchive(f"{self.path.name} is no WordPress export: it has no wp:wxr_version.")

    def _elements(self) -> Iterator[Any]:
        with self.path.open("rb") as raw:
            begins = raw.read(2)
            raw.seek(0)
            file: IO[bytes] = gzip.GzipFile(fileobj=raw) if begins == b"\x1f\x8b" else raw  # type: ignore[assignment]
            events = etree.iterparse(  # nothing is fetched, no entity is opened
                _Cleaned(file), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
                remove_comments=True, remove_pis=True,
            )  # fmt: skip
            for event, element in events:
                if event == "start":
                    if element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
                        raise BadArchive(f"{self.path.name} holds a document type, which no WordPress export has.")
                    continue
                self.at_byte = raw.tell()
                if _name(element) in _READ:
                    yield element


class _Cleaned(io.RawIOBase):
    """The file without characters that XML does not allow and without what stands before its first tag.

    Exports that a plugin wrote or a hand cut lack some of WordPress's namespaces; those are declared here.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.has_begun = file, False

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes."""
        while data := self.file.read(size):
            data = data.translate(None, _HARMFUL)
            if not self.has_begun:
                data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
                self.has_begun = bool(data)
                data = _ROOT.sub(_declared, data, count=1)
            if data:
                return data
        return b""


def _declared(root: re.Match[bytes]) -> bytes:
    missing = (
        f' xmlns:{name}="{space}"'.encode()
        for name, space in _SPACES.items()
        if f"xmlns:{name}=".encode() not in root[0]
    )
    return root[0][:-1] + b"".join(missing) + b">"


def _short(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or "broken").split(", line ")[0].strip()[:160]


def _forget(element: Any) -> None:
    """Drop a finished item and its siblings before it: memory stays that of one entry."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _text(element: Any) -> str:
    return (element.text or "").strip()


def _name(element: Any) -> str:
    """ "wp:post_id", "content:encoded", "title": whatever version the namespace says."""
    if not isinstance(element.tag, str):
        return ""
    if not element.tag.startswith("{"):
        return str(element.tag)  # of no namespace, or of one nobody declared: the reader refuses that at the end
    name = etree.QName(element)
    space = name.namespace or ""
    prefix = (
        "excerpt:" if "/export/" in space and "excerpt" in space
        else "wp:" if "/export/" in space
        else "content:" if space.rstrip("/").endswith("content")
        else "dc:" if "purl.org/dc/" in space
        else f"{{{space}}}" if space
        else ""
    )  # fmt: skip
    return prefix + name.localname


def _parts(element: Any) -> dict[str, str]:
    return {_name(child): child.text or "" for child in element}


def _author(element: Any) -> Author:
    parts = _parts(element)
    name = parts.get("wp:author_display_name", "").strip() or " ".join(
        parts.get(f"wp:author_{part}_name", "").strip() for part in ("first", "last")
    )
    login = parts.get("wp:author_login", "").strip()
    return Author(login, name.strip() or login, parts.get("wp:author_email", "").strip().lower())


def _entry(element: Any) -> Entry:
    parts = _parts(element)
    get = parts.get
    said = [_parts(child) for child in element if _name(child) == "wp:comment"]
    return Entry(
        line=element.sourceline or 0, id=number_of(get("wp:post_id", "").strip()) or 0,
        kind=get("wp:post_type", "post").strip(), status=get("wp:status", "publish").strip(),
        has_password=bool(get("wp:post_password", "").strip()), title=get("title", "").strip(),
        author=get("dc:creator", "").strip(), address=get("link", "").strip(), slug=get("wp:post_name", "").strip(),
        at=_when(get("wp:post_date_gmt", ""), get("pubDate", ""), get("wp:post_date", "")),
        content=get("content:encoded", ""), excerpt=get("excerpt:encoded", "").strip(),
        file=get("wp:attachment_url", "").strip(),
        names=[_text(child) for child in element if _name(child) == "category" and _text(child)],
        meta=dict(_metas(element)),
        comments=[_comment(one) for one in said if not _reason(one)],
        others=Counter(reason for one in said if (reason := _reason(one))),
    )  # fmt: skip


def _metas(element: Any) -> Iterator[tuple[str, str]]:
    for child in element:
        if _name(child) == "wp:postmeta":
            parts = _parts(child)
            if parts.get("wp:meta_key", "").strip() in _META:
                yield parts["wp:meta_key"].strip(), parts.get("wp:meta_value", "")


def _reason(parts: dict[str, str]) -> str:
    """Why a comment stays out; nothing for an approved one that a person wrote."""
    kind, state = (parts.get(f"wp:comment_{name}", "").strip().lower() for name in ("type", "approved"))
    if kind not in ("", "comment"):
        return "link" if kind in ("pingback", "trackback") else "kind"
    return "" if state == "1" else {"spam": "spam", "trash": "trash", "post-trashed": "trash"}.get(state, "waiting")


def _comment(parts: dict[str, str]) -> Comment:
    get = parts.get
    return Comment(
        id=number_of(get("wp:comment_id", "").strip()) or 0, name=get("wp:comment_author", "").strip(),
        email=get("wp:comment_author_email", "").strip().lower(), content=get("wp:comment_content", ""),
        at=_when(get("wp:comment_date_gmt", ""), "", get("wp:comment_date", "")),
        parent=number_of(get("wp:comment_parent", "0").strip()) or 0,
    )  # fmt: skip


def _when(utc: str, published: str, local: str) -> datetime | None:
    """The moment: WordPress's UTC, else RSS's date, else its local time read in the society's zone."""
    for text, zone in ((utc.strip(), UTC), (local.strip(), timezone.get_current_timezone())):
        if text and text != _NO_DATE:
            try:
                return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
            except ValueError:
                continue
        if zone is UTC and published.strip():
            try:
                at = parsedate_to_datetime(published.strip())
            except ValueError:
                continue
            if at.year > 1:  # WordPress writes "-0001" for a draft
                return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    return None
