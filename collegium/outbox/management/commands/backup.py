"""`collegium backup FILE`: everything in one file, while the site runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from collegium.outbox import backup


class Command(BaseCommand):
    help = "Write everything into one file"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.write(options["file"])
        except backup.Impossible as reason:
            raise CommandError(str(reason)) from None
        rows = sum(table["rows"] for table in manifest["tables"].values())
        size = options["file"].stat().st_size / 1024 / 1024
        self.stdout.write(
            f"{options['file']}: {rows} rows, {len(manifest['files'])} stored pictures and papers, {size:.1f} MB."
        )
        if manifest["lost"]:
            self.stdout.write(
                f"The bytes of {len(set(manifest['lost']))} files are missing: collegium check --data lists them."
            )
