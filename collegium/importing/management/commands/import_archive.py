"""`collegium import mailman|listserv FILE --into FORUM [--list NAME] [--apply]`: dry run first."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from collegium.forums.models import Forum
from collegium.importing import BadArchive
from collegium.importing.actions import READERS, Source, bring_in, look_through


class Command(BaseCommand):
    help = "Import the archive of a mailing list into a forum"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(READERS), help="what wrote the file (mailman reads mbox as well)")
        parser.add_argument("file", type=Path, help="the archive; .gz is unpacked while it is read")
        parser.add_argument("--into", required=True, metavar="FORUM", help="the forum's word in its address")
        parser.add_argument("--list", default="", metavar="NAME", help="the list's name; give the same every time")
        parser.add_argument("--apply", action="store_true", help="import (default: only say what would come)")

    def handle(self, *args: Any, **options: Any) -> None:
        forum = Forum.objects.filter(slug=options["into"]).first()
        if forum is None:
            words = ", ".join(Forum.objects.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no forum {options['into']!r}. There are: {words}.")
        source = Source(options["kind"], options["file"], options["list"])
        try:
            report = (bring_in if options["apply"] else look_through)(source, forum)
        except BadArchive as reason:
            raise CommandError(f"{reason} Nothing was imported.") from None
        except OSError as error:
            raise CommandError(f"{options['file']} can't be read: {error.strerror or error}.") from None
        for line in report.lines():
            self.stdout.write(line)
        self.stdout.write(
            "Imported, for members only." if report.is_applied else "Nothing was written. Add --apply to import."
        )
