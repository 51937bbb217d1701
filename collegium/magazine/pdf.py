"""An issue or an article as a PDF that everybody can use (PDF/UA-1: tagged, with a language, described pictures).

Typst sets it from `typst/magazine.typ` and JSON (docs/decisions/009-word-files-and-typst.md). It sees one folder made
for this one file, no network, and no fonts but its own: the same edition gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from collegium.discussion.bylines import full_name
from collegium.magazine.edition import Edition, Entry, Picture, title_of
from collegium.magazine.tree import Node, words_of

TEMPLATE = Path(__file__).parent / "typst" / "magazine.typ"
ART = Path(__file__).parents[1] / "web" / "static" / "web" / "art"
KEPT_MOST = 48 * 1024 * 1024  # bytes of all kept files together
NUMBER = re.compile(r"[−–+<>≤≥~±$€£]?\s?\d[\d.,\s]*\s?[%‰]?(?:\s?\([^)]*\))?")
_LETTER = ("America/", "US/", "Canada/")  # zones of the paper of North America


class Kept:
    """Files by what they were made from, so that nothing stale is ever handed out; the least used make room."""

    def __init__(self, most: int = KEPT_MOST) -> None:
        self.most = most
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The file made from this, if it is still there."""
        with self._lock:
            data = self._files.get(key)
            if data is not None:
                self._files.move_to_end(key)
            return data

    def put(self, key: str, data: bytes) -> None:
        """Keep a file."""
        with self._lock:
            self._size += len(data) - len(self._files.pop(key, b""))
            self._files[key] = data
            while self._size > self.most and self._files:
                self._size -= len(self._files.popitem(last=False)[1])


kept = Kept()
_one_at_a_time = threading.Lock()  # setting takes both cores; a second wish for the same file finds it kept


def issue_pdf(edition: Edition) -> bytes:
    """The whole issue: cover, contents with pages, editor's note, articles; teasers stand in the contents."""
    return _set(edition, "issue")


def article_pdf(edition: Edition) -> bytes:
    """The one article of an edition."""
    return _set(edition, "article")


def cover_png(edition: Edition) -> bytes:
    """The cover of an issue as a picture, 900 by 1200 pixels."""
    return _set(edition, "cover")


def _set(edition: Edition, mode: str) -> bytes:
    with override(edition.language):
        data = data_of(edition, mode)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    files = _files(edition, data)
    key = hashlib.sha256(text + b"".join(hashlib.sha256(one).digest() for one in files.values())).hexdigest()
    if found := kept.get(key):
        return found
    with _one_at_a_time:
        made = kept.get(key) or _compiled(text, files, mode, int(edition.changed_at.timestamp()))
        kept.put(key, made)
    return made


def _compiled(text: bytes, files: dict[str, bytes], mode: str, moment: int) -> bytes:
    import typst  # 80 MB that only who wants a PDF loads

    with tempfile.TemporaryDirectory(prefix="collegium-pdf-") as name:
        folder = Path(name)
        for file, content in {**files, "data.json": text, "main.typ": TEMPLATE.read_bytes()}.items():
            (folder / file).write_bytes(content)
        setting: dict[str, Any] = {"ignore_system_fonts": True, "root": name, "timestamp": moment, "package_path": name}
        if mode == "cover":
            cover: Any = typst.compile(str(folder / "main.typ"), format="png", ppi=152.4, **setting)
            return bytes(cover[0] if isinstance(cover, list) else cover)
        for more in ({"pdf_standards": ["ua-1"]}, {"pdf_standards": ["ua-1"], "ignore_system_fonts": False}):
            try:
                made: Any = typst.compile(str(folder / "main.typ"), **setting | more)
                return bytes(made)
            except typst.TypstError as error:
                if "could not be displayed" not in str(error):
                    raise
        # A script that no font here has: boxes stand for its letters, so that the standard cannot be claimed.
        made = typst.compile(str(folder / "main.typ"), **setting | {"ignore_system_fonts": False})
        return bytes(made)


def _files(edition: Edition, data: dict[str, Any]) -> dict[str, bytes]:
    """The pictures by their names in the folder."""
    files = {_name(key, picture): picture.data for key, picture in edition.pictures.items()}
    art = data["cover"]["picture"] if data["cover"] else None
    if art and art.endswith(".svg"):
        files[art] = (ART / art).read_bytes()
    return files


def _name(key: int, picture: Picture) -> str:
    return f"picture-{key}.{picture.extension}"


def data_of(edition: Edition, mode: str) -> dict[str, Any]:
    """What the template reads: everything is a text, a number, or a list of these."""
    issue, society = edition.issue, edition.society
    first = edition.entries[0] if edition.entries else None
    is_article = mode == "article" and first is not None
    names = [full_name(line) for line in first.article.bylines] if first and is_article else [society.name]
    day = edition.changed_at
    return {
        "mode": mode,
        "title": first.article.title if first and is_article else title_of(edition),
        "description": first.article.deck if first and is_article else issue.title if issue else "",
        "authors": names,
        "date": [day.year, day.month, day.day],
        "lang": edition.language.partition("-")[0],
        "paper": "us-letter" if society.time_zone.startswith(_LETTER) else "a4",
        "hue": society.hue,
        "chroma": float(society.chroma),
        "head": [title_of(edition), first.article.department.name if first and is_article else society.name],
        "cover": _cover(edition) if mode != "article" else None,
        "note": issue.note_paragraphs if issue and issue.note and mode == "issue" else [],
        "note_by": _note_by(edition),
        "imprint": _imprint(edition),
        "words": {"contents": _("Contents"), "note": _("Editor’s note"), "disclosures": _("Disclosures:")},
        "pictures": {
            str(key): [_name(key, one), round(one.height / one.width, 3)]
            for key, one in sorted(edition.pictures.items())
        },
        "departments": [
            {"name": name, "entries": [_entry(entry) for entry in entries]} for name, entries in edition.departments
        ] if mode != "cover" else [],
    }  # fmt: skip


def _cover(edition: Edition) -> dict[str, Any] | None:
    issue = edition.issue
    if issue is None:
        return None
    picture = edition.pictures.get(issue.cover_file or 0)
    return {
        "name": edition.society.magazine_name,
        "date": f"{issue.date_text} {issue.cover_date.year}",
        "number": _("Vol. %(volume)s, No. %(number)s") % {"volume": issue.volume, "number": issue.number},
        "title": issue.title,
        "line": issue.cover_line,
        "dark": issue.is_dark,
        "picture": _name(issue.cover_file, picture) if picture and issue.cover_file else f"{issue.cover_art}.svg",
    }


def _note_by(edition: Edition) -> str:
    line = edition.issue.note_byline if edition.issue else {}
    return ", ".join(filter(None, (full_name(line), str(line.get("office", ""))))) if line.get("name") else ""


def _imprint(edition: Edition) -> str:
    issue = edition.issue
    told = [edition.society.name, title_of(edition)]
    if issue:
        told.append(_("Vol. %(volume)s, No. %(number)s") % {"volume": issue.volume, "number": issue.number})
    return " · ".join(told)


def _entry(entry: Entry) -> dict[str, Any]:
    article = entry.article
    return {
        "key": f"a{article.pk}",
        "full": entry.is_full,
        "kicker": article.kicker or article.department.name,
        "title": article.title,
        "deck": article.deck,
        "by": ", ".join(entry.names),
        "address": entry.address,
        "whose": whose(entry),
        "records": [f"{tie.label}: {tie.article.title}" for tie in entry.ties if tie.is_record],
        "hero": entry.hero,
        "disclosures": entry.disclosures if entry.is_full else [],
        "blocks": _prepared(entry.blocks),
    }


def whose(entry: Entry) -> str:
    """Why only the teaser is here."""
    is_for_members = entry.article.is_for_members and not entry.article.is_open_now
    return (
        _("The whole article is for members.")
        if is_for_members
        else _("The whole article is for everyone with an account.")
    )


def _prepared(blocks: list[Node]) -> list[Node]:
    """Links to entries that are not there become text; tables say how wide their columns are."""
    known: set[int] = set()
    for item in [item for block in blocks if block["t"] == "refs" for item in block["items"]]:
        item["first"] = item["n"] not in known
        known.add(item["n"])
    return [_block(block, known) for block in blocks]


def _block(node: Node, known: set[int]) -> Node:
    kind = node["t"]
    if kind in ("p", "h2", "h3"):
        return node | {"c": _parts(node["c"], known)}
    if kind in ("quote", "pull", "gloss"):
        return node | {"c": _within(node["c"], known)}
    if kind in ("ul", "ol"):
        return node | {"items": [_within(item, known) for item in node["items"]]}
    if kind == "refs":
        return node | {"items": [item | {"c": _within(item["c"], known)} for item in node["items"]]}
    if kind == "figure":
        return node | {"caption": _parts(node["caption"], known)}
    return _table(node, known) if kind == "table" else node


def _within(blocks: list[Node], known: set[int]) -> list[Node]:
    """Blocks inside of another: a heading there is a bold line, as it heads no part of the document."""
    plain = [{"t": "p", "c": [{"t": "strong", "c": one["c"]}]} if one["t"] in ("h2", "h3") else one for one in blocks]
    return [_block(one, known) for one in plain]


def _table(node: Node, known: set[int]) -> Node:
    head, rows = ([[cell | {"c": _within(cell["c"], known)} for cell in row] for row in part]
                  for part in (node["head"], node["rows"]))  # fmt: skip
    words = [[_words(cell) for cell in row] for row in rows]
    columns = range(node["columns"])
    longest = [max([len(_words(row[at])) for row in [*head, *rows]] or [1]) for at in columns]
    numeric = [
        bool(words) and at > 0 and all(not row[at] or NUMBER.fullmatch(row[at]) for row in words) for at in columns
    ]
    return node | {"head": head, "rows": rows, "numeric": numeric, "widths": [min(30, max(6, one)) for one in longest]}


def _words(cell: Node) -> str:
    return " ".join(words_of(block.get("c", [])) for block in cell["c"] if block["t"] == "p").strip()


def _parts(parts: list[Any], known: set[int]) -> list[Any]:
    found: list[Any] = []
    for part in parts:
        if isinstance(part, str) or "c" not in part:
            found.append(part)
        elif part["t"] == "ref" and part["n"] not in known:
            found += _parts(part["c"], known)
        else:
            found.append(part | {"c": _parts(part["c"], known)})
    return found
