"""Jobs of notifications."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from collegium.outbox import jobs

KEPT_FOR = timedelta(days=120)


@jobs.task
def tell_published(piece_id: int) -> None:
    """Tell the followers of a new piece; run twice, nobody is told twice."""
    from collegium.discussion.models import Piece
    from collegium.notifications import actions

    piece = Piece.objects.filter(pk=piece_id).published().select_related("author").first()
    if piece is not None:
        actions.tell_published(piece)


@jobs.schedule("11 3 * * *")
@jobs.task
def forget_old() -> None:
    """Delete notifications after four months."""
    from collegium.notifications.models import Notification

    Notification.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
