"""`collegium organizations FILE [--apply] [--country US]… [--type healthcare]… [--json]`: dry run first."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from collegium.organizations.importing.applying import Wanted, run
from collegium.organizations.importing.comparing import Tally
from collegium.organizations.importing.reading import UnreadableFile

EVERY = 5000  # records between two lines of progress


class Command(BaseCommand):
    help = "Bring organizations into the directory from a ROR dump (schema 2) or a CSV file"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a ROR dump (the zip, or its JSON of schema 2), or CSV in UTF-8")
        parser.add_argument("--apply", action="store_true", help="write the difference (default: only show it)")
        parser.add_argument("--country", action="append", default=[], help="only this country (ISO code, such as US)")
        parser.add_argument("--type", action="append", default=[], help="only this type (such as healthcare)")
        parser.add_argument("--json", action="store_true", help="the difference as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Wanted(
            frozenset(one.upper() for one in options["country"]), frozenset(one.lower() for one in options["type"])
        )
        self.told = 0
        try:
            tally = run(options["file"], wanted, write=options["apply"], tell=self._tell_progress)
        except UnreadableFile as reason:
            raise CommandError(str(reason)) from None
        except OSError as error:
            raise CommandError(f"{options['file']} can't be read: {error.strerror}.") from None
        self._show(tally, options)

    def _show(self, tally: Tally, options: dict[str, Any]) -> None:
        if options["json"]:
            said = tally.as_json() | {"applied": options["apply"]}
            self.stdout.write(json.dumps(said, indent=1, ensure_ascii=False))
            return
        for line in tally.lines():
            self.stdout.write(line)
        if options["apply"]:
            self.stdout.write(f"Applied, with {tally.relations:,} relations.")
        else:
            self.stdout.write("Nothing was written. Add --apply to write it.")

    def _tell_progress(self, number: int) -> None:
        if number >= self.told + EVERY:
            self.told = number
            self.stderr.write(f"{number:,} read")
