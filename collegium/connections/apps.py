from __future__ import annotations

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "collegium.connections"
    label = "connections"

    def ready(self) -> None:
        from collegium.connections.actions import connected_among, end_with_block
        from collegium.conversations.actions import also_known_to
        from collegium.conversations.events import PersonBlocked
        from collegium.web import news

        also_known_to(connected_among)
        news.listen(PersonBlocked, end_with_block)
