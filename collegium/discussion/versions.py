"""Earlier versions: who sees them, and what changed (docs/access.md, "old versions")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.discussion import events
from collegium.discussion.differences import Paragraph, difference, shortened
from collegium.discussion.models import Piece, Reply, Revision
from collegium.outbox import audit
from collegium.web import html, news


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
    """The edits, newest first. Of posts and articles only those since they first came out.

    A flagged version is left out: what came before it is compared with what came after.
    """
    rows = list(_revisions(thing).select_related("by"))
    texts = [(thing.version, _whole(thing)), *[(row.version, _whole(row)) for row in rows]]
    return [
        Change(row.version + 1, row.replaced_at, row.by.name if row.by else "", shortened(difference(older, newer)))
        for row, (_new, newer), (_old, older) in zip(rows, texts, texts[1:], strict=False)
    ]


def text_at(piece: Piece, version: int) -> str | None:
    """Title, standfirst and words of one version as plain text; None when it is not kept."""
    if version == piece.version:
        return _whole(piece)
    row = version_of(piece, version)
    return None if row is None else _whole(row)


def version_of(piece: Piece, version: int) -> Revision | None:
    """An earlier version, unless it is not kept or was flagged."""
    return Revision.objects.filter(piece=piece, reply=None, version=version, flagged_at=None).first()


@transaction.atomic
def flag_version(piece: Piece, version: int, by: User) -> None:
    """Show an earlier version to nobody any more. Its words stay on record; to erase them, take the piece back."""
    rows = Revision.objects.filter(piece=piece, reply=None, version=version, flagged_at=None)
    if rows.update(flagged_at=timezone.now()):
        audit.log(by, "flagged a version", about=("piece", piece.pk), detail={"version": version})
        news.tell(events.PieceChanged(piece.pk))


def _revisions(thing: Piece | Reply):  # type: ignore[no-untyped-def]
    if isinstance(thing, Reply):
        return Revision.objects.filter(reply=thing)
    rows = Revision.objects.filter(piece=thing, reply=None, flagged_at=None)
    publication = next((getattr(thing, kind) for kind in ("post", "article") if hasattr(thing, kind)), thing)
    first = getattr(publication, "first_version", None)
    return rows.filter(version__gte=first) if first else rows


def _whole(row: Piece | Reply | Revision) -> str:
    head = [getattr(row, name, "") for name in ("title", "deck")]
    return "\n".join(part for part in [*head, html.to_text(row.body)] if part)


def all_said(thing: Piece | Reply) -> str:
    """What a piece or reply says now and said before, as plain text; of what stands beside its words too."""
    own = (
        Revision.objects.filter(reply=thing)
        if isinstance(thing, Reply)
        else Revision.objects.filter(piece=thing, reply=None)
    )
    beside = [getattr(thing, name) for name, empty in getattr(thing, "words_beside", {}).items() if empty == ""]
    before = [text for row in own for text in (row.title, row.deck, html.to_text(row.body))]
    return "\n".join(
        filter(None, [getattr(thing, "title", ""), getattr(thing, "deck", ""), thing.text, *beside, *before])
    )
