"""Earlier versions: who sees them, and what changed (docs/access.md, "old versions")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from collegium.audience.reader import Reader
from collegium.discussion.differences import Paragraph, difference
from collegium.discussion.models import Piece, Reply, Revision
from collegium.web import html


@dataclass(frozen=True, slots=True)
class Change:
    """What one edit changed, as paragraphs."""

    version: int
    at: datetime | None
    by: str
    lines: list[Paragraph]


def may_see_versions(thing: Piece | Reply, reader: Reader) -> bool:
    """Of replies, and of topics as the talk they are: author, moderator, administrator. Of posts and articles: whoever
    reads the present one. What was taken back is nobody's."""
    if thing.taken_back_at:
        return False
    if isinstance(thing, Piece) and thing.kind != Piece.Kind.TOPIC and not thing.hidden_at:
        return True
    is_author = reader.person_id is not None and thing.author_id == reader.person_id
    return is_author or reader.is_moderator


def changes_of(thing: Piece | Reply) -> list[Change]:
    """The edits, newest first. Of posts and articles only those since they first came out."""
    rows = list(_revisions(thing).select_related("by"))
    texts = [(thing.version, _whole(thing)), *[(row.version, _whole(row)) for row in rows]]
    return [
        Change(row.version + 1, row.replaced_at, row.by.name if row.by else "", difference(older, newer))
        for row, (_new, newer), (_old, older) in zip(rows, texts, texts[1:], strict=False)
    ]


def text_at(piece: Piece, version: int) -> str | None:
    """Title, standfirst and words of one version as plain text; None when it is not kept."""
    if version == piece.version:
        return _whole(piece)
    row = Revision.objects.filter(piece=piece, reply=None, version=version).first()
    return None if row is None else _whole(row)


def _revisions(thing: Piece | Reply):  # type: ignore[no-untyped-def]
    if isinstance(thing, Reply):
        return Revision.objects.filter(reply=thing)
    rows = Revision.objects.filter(piece=thing, reply=None)
    publication = next((getattr(thing, kind) for kind in ("post", "article") if hasattr(thing, kind)), thing)
    first = getattr(publication, "first_version", None)
    return rows.filter(version__gte=first) if first else rows


def _whole(row: Piece | Reply | Revision) -> str:
    head = [getattr(row, name, "") for name in ("title", "deck")]
    return "\n".join(part for part in [*head, html.to_text(row.body)] if part)
