from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from collegium.search import index


class Command(BaseCommand):
    help = "Build the search index anew"

    def handle(self, *args: Any, **options: Any) -> None:
        index.rebuild(self.stdout.write)
