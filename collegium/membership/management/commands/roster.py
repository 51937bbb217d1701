"""`collegium roster FILE [--on DATE] [--apply [--confirm]] [--invite] [--json]`: dry run first; `roster --undo`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from collegium.membership.actions import invite_next
from collegium.membership.management import day
from collegium.membership.models import society_today
from collegium.membership.roster.applying import BATCH, Braked, apply_run, compare, describe, keep_run
from collegium.membership.roster.plan import Plan
from collegium.membership.roster.reading import UnreadableRoster
from collegium.membership.roster.undoing import NotUndone, last_run, undo


class Command(BaseCommand):
    help = "Compare the society's roster with the site, and apply it"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            help="CSV (UTF-8, UTF-16 or Windows-1252; comma, semicolon, tab or bar) or XLSX",
        )
        parser.add_argument("--on", type=day, help="the day it counts for, YYYY-MM-DD (default: today)")
        parser.add_argument("--apply", action="store_true", help="write the difference (default: only show it)")
        parser.add_argument("--confirm", action="store_true", help="with --apply: apply although so much would change")
        parser.add_argument("--invite", action="store_true", help="with --apply: invite who has never been invited")
        parser.add_argument("--json", action="store_true", help="the difference as JSON")
        parser.add_argument("--undo", action="store_true", help="take the last applied roster back, instead of a file")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["undo"]:
            self._undo(options)
            return
        if options["file"] is None:
            raise CommandError("Give a file, or --undo to take the last roster back.", returncode=2)
        if (options["confirm"] or options["invite"]) and not options["apply"]:
            raise CommandError("--confirm and --invite go with --apply.", returncode=2)
        on = options["on"] or society_today()
        if on > society_today():
            raise CommandError(f"{on} has not come yet. Give today or an earlier day.")
        try:
            content = options["file"].read_bytes()
            if options["apply"]:
                run = keep_run(content, options["file"].name, on, compare(content, on), None)
                plan = apply_run(run, None, confirmed=options["confirm"], on_progress=self._tell_progress)
            else:
                plan = compare(content, on, on_progress=self._tell_progress)
        except (UnreadableRoster, Braked) as reason:
            raise CommandError(f"{reason} (--confirm)" if isinstance(reason, Braked) else str(reason)) from None
        except OSError as error:
            raise CommandError(f"{options['file']} can't be read: {error.strerror}.") from None
        self._show(plan, options)
        if options["apply"] and options["invite"]:
            self._invite()

    def _undo(self, options: dict[str, Any]) -> None:
        if options["file"] or options["apply"]:
            raise CommandError("--undo takes back the last roster and goes with no file.", returncode=2)
        run = last_run()
        if run is None:
            raise CommandError("No roster was applied that can be undone.")
        try:
            left = undo(run, None, on_progress=self._tell_progress)
        except NotUndone as reason:
            raise CommandError(str(reason)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"undone": run.file_name, "left": left}, indent=1, ensure_ascii=False))
            return
        for sentence in left:
            self.stdout.write(sentence)
        self.stdout.write(f"Undone: {run.file_name}.")

    def _show(self, plan: Plan, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(plan.as_json() | {"applied": options["apply"]}, indent=1, ensure_ascii=False))
            return
        for line in [*describe(plan), *plan.brakes]:
            self.stdout.write(line)
        self.stdout.write("Applied." if options["apply"] else "Nothing was written. Add --apply to write it.")

    def _tell_progress(self, written: int, all_of_them: int) -> None:
        if all_of_them > BATCH:
            self.stderr.write(f"{written:,} of {all_of_them:,} through")

    def _invite(self) -> None:
        self.stdout.write(f"Invitations queued: {invite_next(None)}")
