from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from collegium.accounts.models import User
from collegium.brief.letter import letter_of
from collegium.brief.sending import since_of, write_brief


class Command(BaseCommand):
    help = "Show or send somebody's brief"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="HANDLE")
        parser.add_argument("--days", type=int, help="how many days back it reaches (default: since the last brief)")
        parser.add_argument("--print", action="store_true", dest="show", help="show it and send nothing")
        parser.add_argument("--html", action="store_true", help="show the HTML")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(handle=options["to"]).first()
        if person is None:
            raise CommandError(f"Nobody has the profile name {options['to']!r}.")
        now = timezone.now()
        if not options["show"]:
            queued = write_brief(person, timezone.localdate(), now)
            self.stdout.write(
                "Queued; it is written as it leaves, if anything is new." if queued else "Today's was queued before."
            )
            return
        since = now - timedelta(days=options["days"]) if options["days"] else since_of(person, now)
        letter = letter_of(person, since, now)
        if letter is None:
            self.stdout.write("Nothing is new: no mail would go out.")
            return
        self.stdout.write(letter.html if options["html"] else f"Subject: {letter.subject}\n\n{letter.text}")
