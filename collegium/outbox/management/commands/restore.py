"""`collegium restore FILE`: a backup brought back into an empty site."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command

from collegium import config
from collegium.outbox import backup


class Command(BaseCommand):
    help = "Bring a backup back into an empty site"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.read(options["file"])
        except backup.Impossible as reason:
            config.unmake()
            raise CommandError(str(reason)) from None
        except BaseException:
            config.unmake()
            raise
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(
            f"{manifest['society']}, as it was at {manifest['at']}: every table has the rows it had."
            " Everybody has to sign in again. Next: your settings (COLLEGIUM_URL is not in a backup),"
            " collegium check --data, then collegium serve."
        )
