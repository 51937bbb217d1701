from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collegium.discussion.events import PieceChanged, ReplyChanged


class ModerationConfig(AppConfig):
    name = "collegium.moderation"
    label = "moderation"

    def ready(self) -> None:
        from collegium.discussion.events import PieceChanged, ReplyChanged
        from collegium.moderation import attachments, letters, outside
        from collegium.moderation.queue import waiting_for
        from collegium.moderation.texts import TEXTS
        from collegium.outbox.mail import may_still_be_sent
        from collegium.outbox.taken_back import repeat_parts_with
        from collegium.web import news
        from collegium.web.chrome import counts

        attachments.register()
        counts("queue", waiting_for)
        may_still_be_sent(letters.KIND, letters.may_still_be_sent)
        for kind in TEXTS:
            repeat_parts_with(kind, outside.repeat)
        news.listen(PieceChanged, _piece_changed)
        news.listen(ReplyChanged, _reply_changed)


def _piece_changed(event: PieceChanged) -> None:
    """What was said in reports of words that were taken back may repeat them, and goes with them."""
    from collegium.discussion.models import Piece
    from collegium.moderation.models import Report

    if Piece.objects.filter(pk=event.piece_id).exclude(taken_back_at=None).exists():
        Report.objects.forget_notes("piece", event.piece_id)


def _reply_changed(event: ReplyChanged) -> None:
    from collegium.discussion.models import Reply
    from collegium.moderation.models import Report

    if Reply.objects.filter(pk=event.reply_id).exclude(taken_back_at=None).exists():
        Report.objects.forget_notes("reply", event.reply_id)
