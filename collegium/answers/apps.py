from __future__ import annotations

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "collegium.answers"
    label = "answers"

    def ready(self) -> None:
        from collegium.answers import listeners
        from collegium.answers.actions import erase_card
        from collegium.answers.head import head_of
        from collegium.forums.topic_page import stands_above
        from collegium.outbox.taken_back import repeat_with

        stands_above(head_of)
        repeat_with("card", "answers.Card", erase_card)
        listeners.register()
