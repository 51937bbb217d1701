from __future__ import annotations

from django.apps import AppConfig


class BookmarksConfig(AppConfig):
    name = "collegium.bookmarks"
    label = "bookmarks"
