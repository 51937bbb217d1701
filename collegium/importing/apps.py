from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collegium.discussion.events import PieceChanged


class ImportingConfig(AppConfig):
    name = "collegium.importing"
    label = "importing"

    def ready(self) -> None:
        from collegium.discussion.events import PieceChanged
        from collegium.web import news

        news.listen(PieceChanged, _forget_addresses)


def _forget_addresses(event: PieceChanged) -> None:
    """The address that a piece had on another site repeats its title: it goes with words that were taken back."""
    from collegium.importing.models import OldAddress

    OldAddress.objects.filter(piece=event.piece_id, piece__taken_back_at__isnull=False).delete()
