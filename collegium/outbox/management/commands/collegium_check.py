"""`collegium check`: what is wrong, and how to mend it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from collegium.outbox.management import checks, data_checks


class Command(BaseCommand):
    help = "Say what is wrong with settings, database, mail, storage, clock, jobs, and how to mend it"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data", action="store_true", help="compare counters, files, audiences and quotes with the rows"
        )
        parser.add_argument("--mend", action="store_true", help="with --data: count anew, erase files of what is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        found = checks.run(checks.CHECKS)
        if options["data"] and not found["database"]:
            if options["mend"]:
                data_checks.mend_counters()
                data_checks.mend_files()
            found |= {name: list(check()) for name, check in data_checks.DATA_CHECKS.items()}
        for name, faults in found.items():
            self.stdout.write(f"{name:<10} {'; '.join(faults) if faults else 'well'}")
        if number := sum(map(len, found.values())):
            raise CommandError(f"{number} {'fault' if number == 1 else 'faults'}; each line above says how to mend it.")
