"""`collegium bench seed`: a large society without meaning, for measuring; bin/bench measures."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from collegium.accounts.models import User
from collegium.demo.home import MARK
from collegium.demo.seed import seed


class Command(BaseCommand):
    help = "Make a large society for measuring"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["seed"], help="seed: add people and replies without meaning")
        parser.add_argument("--members", type=int, default=1000)
        parser.add_argument("--posts", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        if min(options["members"], options["posts"]) < 0:
            raise CommandError("--members and --posts count from 0.", returncode=2)
        call_command("migrate", verbosity=0)
        is_demo = (Path(settings.HOME) / MARK).exists()
        if User.objects.exists() and not is_demo:
            raise CommandError("This is a real site. Give the measured one a folder of its own with COLLEGIUM_HOME.")
        (Path(settings.HOME) / MARK).touch()
        seed(options["members"], options["posts"], lambda line: self.stdout.write(f"  {line}"))
