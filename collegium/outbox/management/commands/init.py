"""`collegium init`: a real, empty site."""

from __future__ import annotations

import os
import sys
import zoneinfo
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command
from django.core.validators import validate_email
from pydantic import ValidationError as WrongValue

from collegium.config import Config
from collegium.outbox.backup import holds_a_site

ASKED = {
    "society": "Name of the society",
    "short_name": "Short name, as people say it",
    "url": "Public address, such as https://connect.example.org",
    "admin_name": "Your name (the first administrator)",
    "admin_email": "Your mail address",
}
PAGE = """\
{society} has a site. It lives in {home}.

Decided, and changed by staff on the desk:
  blogs          everyone reads, members comment
  forums         members read and write; "Open forum" is for guests too
  magazine       members read and comment
  groups         open ones for members, closed ones for their people
  organizations  everyone reads; the society's own page is there
  language {language}, time zone {zone}, 60 days of grace after dues end

Next:
  1. collegium serve                 answers on {url}
  2. COLLEGIUM_MAIL_URL in {file} says how mail leaves.{mail}
  3. Open {link} and give {email}: a code is mailed to it;
     with the code you choose your username and password.
  4. Set up a second factor there: the administrator's role rests until then.
  5. collegium roster FILE           compares your members with the site, and changes nothing before --apply
  6. collegium check                 says what is missing, and how to mend it
"""


class Command(BaseCommand):
    help = "Make a real, empty site"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, help_text in ASKED.items():
            parser.add_argument(f"--{name.replace('_', '-')}", default="", help=help_text)
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--time-zone", default="UTC", help="of the society, such as America/New_York")

    def handle(self, *args: Any, **options: Any) -> None:
        from collegium.outbox.management import founding

        refuse_full_house()
        answers = ask(options)
        call_command("migrate", verbosity=0, interactive=False)
        keep_url(answers["url"])
        wishes = founding.Wishes(
            answers["society"], answers["short_name"], answers["admin_email"], answers["admin_name"],
            options["language"], options["time_zone"],
        )  # fmt: skip
        link = founding.way_in(answers["url"])
        founding.found(wishes)
        self.stdout.write(
            PAGE.format(
                society=wishes.society,
                home=settings.HOME,
                language=wishes.language,
                zone=wishes.time_zone,
                url=answers["url"],
                link=link,
                email=wishes.email,
                file=settings.HOME / "collegium.env",
                mail=""
                if settings.CONFIG.mail_url
                else f"\n     Until then mail is written into {settings.HOME / 'mail'}.",
            )
        )


def refuse_full_house() -> None:
    """Never touch a folder or database that holds a site."""
    if (Path(settings.HOME) / "this-is-a-demo").exists():
        raise CommandError(
            f"{settings.HOME} holds the demo. Give the real site a folder of its own with COLLEGIUM_HOME."
        )
    if holds_a_site():
        raise CommandError(f"{settings.HOME} holds a site already. collegium serve serves it.")


def ask(options: dict[str, Any]) -> dict[str, str]:
    """The answers, from the flags or, on a terminal, from whoever sits there."""
    answers = {name: str(options[name]).strip() for name in ASKED}
    answers["url"] = answers["url"] or os.environ.get("COLLEGIUM_URL", "")
    for name, question in ASKED.items():
        while not answers[name] and sys.stdin.isatty():
            answers[name] = input(f"{question}: ").strip()
    missing = [f"--{name.replace('_', '-')}" for name, answer in answers.items() if not answer]
    if missing:
        raise CommandError(f"These are needed: {', '.join(missing)}.", returncode=2)
    answers["url"] = valid_url(answers["url"])
    try:
        validate_email(answers["admin_email"])
        zoneinfo.ZoneInfo(options["time_zone"])
    except ValidationError:
        raise CommandError(f"{answers['admin_email']} is not a mail address.", returncode=2) from None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise CommandError(f"{options['time_zone']} is not a time zone, such as Europe/Lisbon.", returncode=2) from None
    return answers


def valid_url(url: str) -> str:
    """The public address, checked as the settings check it."""
    try:
        return Config(url=url).url
    except WrongValue as error:
        raise CommandError(f"--url: {error.errors()[0]['msg'].removeprefix('Value error, ')}.", returncode=2) from None


def keep_url(url: str) -> None:
    """Write the address into `collegium.env` of the data folder, beside what stands there."""
    file = Path(settings.HOME) / "collegium.env"
    lines = file.read_text().splitlines() if file.exists() else []
    kept = [line for line in lines if line.split("=", 1)[0].strip().upper() != "COLLEGIUM_URL"]
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write("\n".join([*kept, f"COLLEGIUM_URL={url}"]) + "\n")
