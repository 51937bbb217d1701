from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collegium.audience.reader import Reader


class DiscussionConfig(AppConfig):
    name = "collegium.discussion"
    label = "discussion"

    def ready(self) -> None:
        from collegium.citations.actions import print_with
        from collegium.discussion import actions, attachments, gifts, references
        from collegium.files.passes import parent_is_passed_by
        from collegium.outbox.taken_back import repeat_with
        from collegium.people.follows import kind_is_followed_if

        attachments.register()
        kind_is_followed_if("piece", _piece_is_listed)
        kind_is_followed_if("subject", _subject_is_there)
        parent_is_passed_by("piece", gifts.opens)
        print_with("piece", references.print_pieces)
        print_with("reply", references.print_replies)
        repeat_with("reply", "discussion.Reply", actions.take_back)
        repeat_with("piece", "discussion.Piece", lambda piece: actions.take_back(actions.concrete(piece)))


def _piece_is_listed(reader: Reader, piece_id: int) -> bool:
    from collegium.discussion.models import Piece

    return Piece.objects.filter(pk=piece_id).listed_for(reader).exists()


def _subject_is_there(_reader: Reader, subject_id: int) -> bool:
    from collegium.discussion.models import Subject

    return Subject.objects.filter(pk=subject_id).exists()
