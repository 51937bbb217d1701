from __future__ import annotations

from django.apps import AppConfig


class BookmarksConfig(AppConfig):
    name = "collegium.bookmarks"
    label = "bookmarks"

    def ready(self) -> None:
        from collegium.bookmarks.actions import move_head
        from collegium.discussion import events
        from collegium.web import news

        news.listen(events.HeadMoved, move_head)
