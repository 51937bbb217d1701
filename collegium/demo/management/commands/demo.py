"""`collegium demo`: fill the demo society once, then serve it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connections

from collegium.demo.home import MARK
from collegium.outbox.management.commands.serve import refuse_taken, take_folder

READY = "filled.json"


class Command(BaseCommand):
    help = "Fill a demo society and serve it"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument("--fresh", action="store_true", help="throw the demo away and fill it anew")
        parser.add_argument("--no-open", action="store_true", help="do not open a browser")
        parser.add_argument("--fill-only", action="store_true", help="fill it and stop")
        parser.add_argument("--codes", action="store_true", help="print the present codes of the cast and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        home = Path(settings.HOME)
        from collegium.demo import cast

        if options["codes"]:
            self.stdout.write(cast.codes())
            return
        if not options["fill_only"]:
            refuse_taken("127.0.0.1", options["port"])
        if options["fresh"] or not (home / READY).exists():
            self.fill(home)
        if options["fill_only"]:
            return
        self.stdout.write(cast.table(options["port"]))
        self.stdout.flush()
        if not options["no_open"] and sys.stdout.isatty():
            import webbrowser

            webbrowser.open_new_tab(f"http://localhost:{options['port']}/")
        call_command("serve", port=options["port"])

    def fill(self, home: Path) -> None:
        """Start from nothing: whatever an earlier demo left in its folder goes."""
        from collegium.demo.fill import fill

        take_folder(alone=True)
        for name in os.listdir(home):
            if name in (MARK, "secret-key", "collegium.env"):
                continue
            path = home / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        connections.close_all()
        self.stdout.write(f"Filling the demo society in {home} …")
        call_command("migrate", verbosity=0)
        fill(lambda line: self.stdout.write(line))
        (home / READY).write_text(json.dumps({"texts": "demo"}))
