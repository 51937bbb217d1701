"""`audit.log(by, "hid a reply", about=("reply", 12), why="Names a patient.")`: every staff act leaves a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collegium.outbox.models import AuditLine
from collegium.outbox.models.audit import AuditLineQuerySet

if TYPE_CHECKING:
    from collegium.accounts.models import User


def log(
    by: User | None, what: str, *, about: tuple[str, int] | None = None, why: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditLine:  # fmt: skip
    """Write a line, in the transaction of the deed.

    Args:
        by: who acted; None for the site itself.
        what: the deed in a few words, always the same for the same deed ("hid a reply").
        about: kind and id of the thing or person concerned, such as ("person", 7).
        why: the reason the person gave.
        detail: what else is needed to understand it later (JSON); never words of private talk.
    """
    kind, pk = about or ("", None)
    return AuditLine.objects.create(by=by, what=what, about_kind=kind, about_id=pk, why=why[:500], detail=detail or {})


def about(kind: str, pk: int) -> AuditLineQuerySet:
    """What was done to one thing, newest first."""
    return AuditLine.objects.about(kind, pk).select_related("by")


def by(person: User) -> AuditLineQuerySet:
    """What one person did, newest first."""
    return AuditLine.objects.by(person).select_related("by")
