from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse

if TYPE_CHECKING:
    from collegium.discussion.models import Piece


class ForumsConfig(AppConfig):
    name = "collegium.forums"
    label = "forums"

    def ready(self) -> None:
        from collegium.discussion.addresses import piece_kind_lives_at
        from collegium.discussion.events import PieceChanged
        from collegium.forums.actions import erase_poll_without_words
        from collegium.web import news

        piece_kind_lives_at("topic", _topic_address)
        news.listen(PieceChanged, erase_poll_without_words)


def _topic_address(piece: Piece) -> str:
    topic = piece if hasattr(piece, "forum_id") else piece.topic  # type: ignore[attr-defined]
    if topic.group_id:  # type: ignore[attr-defined]
        return reverse("forums:group_topic_detail", args=[topic.group.slug, topic.pk, topic.slug])  # type: ignore[attr-defined]
    return reverse("forums:topic_detail", args=[topic.forum.slug, topic.pk, topic.slug])  # type: ignore[attr-defined]
