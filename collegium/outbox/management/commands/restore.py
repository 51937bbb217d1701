"""`collegium restore FILE`: a backup brought back into an empty site."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from collegium import config
from collegium.outbox import backup, taken_back

WITHOUT_LIST = (
    "What was taken back after it stands there again: if the former site's list is left, restore once more into an"
    f" empty folder with --taken-back {taken_back.NAME}."
)


class Command(BaseCommand):
    help = "Bring a backup back into an empty site"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--taken-back", type=Path, metavar="LIST",
            help=f"the former site's {taken_back.NAME} (default: the one in the data folder): takes it back again",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["taken_back"] or settings.HOME / taken_back.NAME
        has_list = bool(options["taken_back"]) or source.exists()
        try:
            noted = taken_back.read(source) if has_list else []
            manifest = backup.read(options["file"])
        except (backup.Impossible, taken_back.Unreadable) as reason:
            config.unmake()
            raise CommandError(str(reason)) from None
        except BaseException:
            config.unmake()
            raise
        call_command("migrate", verbosity=0, interactive=False)
        again = taken_back.repeat(noted)
        self.stdout.write(
            f"{manifest['society']}, as it was at {manifest['at']}: every table has the rows it had."
            f" {_since(again) if has_list else WITHOUT_LIST} Everybody has to sign in again."
            " Next: your settings (COLLEGIUM_URL is not in a backup), collegium check --data, then collegium serve."
        )


def _since(again: int) -> str:
    return f"Taken back again, as identifying a patient: {again} that had their words in the backup."
