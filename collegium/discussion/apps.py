from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "collegium.discussion"
    label = "discussion"

    def ready(self) -> None:
        from collegium.citations.actions import print_with
        from collegium.discussion import actions, attachments, gifts, references
        from collegium.files.passes import parent_is_passed_by
        from collegium.outbox.taken_back import repeat_with

        attachments.register()
        parent_is_passed_by("piece", gifts.opens)
        print_with("piece", references.print_pieces)
        print_with("reply", references.print_replies)
        repeat_with("reply", "discussion.Reply", actions.take_back)
        repeat_with("piece", "discussion.Piece", lambda piece: actions.take_back(actions.concrete(piece)))
