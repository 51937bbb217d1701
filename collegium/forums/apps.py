from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse

if TYPE_CHECKING:
    from collegium.audience.reader import Reader
    from collegium.discussion.events import ReplyChanged
    from collegium.discussion.models import Piece


class ForumsConfig(AppConfig):
    name = "collegium.forums"
    label = "forums"

    def ready(self) -> None:
        from collegium.discussion import events
        from collegium.discussion.addresses import piece_kind_lives_at
        from collegium.forums import shelves
        from collegium.forums.actions import erase_poll_without_words
        from collegium.people.follows import kind_is_followed_if
        from collegium.web import news

        piece_kind_lives_at("topic", _topic_address)
        kind_is_followed_if("forum", _forum_is_read)
        news.listen(events.ReplyChanged, _taken_back)
        news.listen(events.PieceChanged, erase_poll_without_words)
        news.listen(events.PiecePublished, shelves.after_piece)
        news.listen(events.PieceChanged, shelves.after_piece)
        news.listen(events.RepliesImported, shelves.after_piece)
        news.listen(events.ReplyPosted, shelves.after_reply)
        news.listen(events.ReplyChanged, shelves.after_reply)
        news.listen(events.RepliesMoved, shelves.after_move)


def _topic_address(piece: Piece) -> str:
    topic = piece if hasattr(piece, "forum_id") else piece.topic  # type: ignore[attr-defined]
    if topic.group_id:  # type: ignore[attr-defined]
        return reverse("forums:group_topic_detail", args=[topic.group.slug, topic.pk, topic.slug])  # type: ignore[attr-defined]
    return reverse("forums:topic_detail", args=[topic.forum.slug, topic.pk, topic.slug])  # type: ignore[attr-defined]


def _forum_is_read(reader: Reader, forum_id: int) -> bool:
    """Whoever reads what is started there; its name alone is no secret, and not enough."""
    from collegium.forums.models import Forum

    return Forum.objects.filter(pk=forum_id, readers__in=reader.audiences).exists()


def _taken_back(event: ReplyChanged) -> None:
    """The first words of a merged topic were taken back: so is its title, in the mails about it and after a restore."""
    from collegium.discussion.actions import take_back
    from collegium.discussion.models import Trace
    from collegium.forums.models import Topic

    gone = Trace.objects.filter(head=event.reply_id, head__taken_back_at__isnull=False, other__taken_back_at=None)
    for topic in Topic.objects.filter(pk__in=gone.values("other")):
        take_back(topic)
