"""`collegium serve`: the site, and its jobs, in one command or divided over several machines."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from collegium import watch
from collegium.outbox.management.refusals import FULL, refusal

PARTS = ("web", "jobs", "live")


class Command(BaseCommand):
    help = "Serve the site: pages, jobs and schedule"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, help="default: that of COLLEGIUM_URL on this machine, else 8000")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--workers", type=int, default=1, help="processes for pages")
        for part, what in zip(PARTS, ("pages", "jobs and schedule", "the live stream"), strict=True):
            parser.add_argument(f"--{part}", action="store_true", help=f"serve only {what} (may be combined)")

    def handle(self, *args: Any, **options: Any) -> None:
        parts = [part for part in PARTS if options.get(part)] or list(PARTS)
        host, port = options["host"], own_port() if options["port"] is None else options["port"]
        if options["workers"] < 1:
            raise CommandError("--workers counts from 1.", returncode=2)
        if parts != ["jobs"]:
            refuse_taken(host, port)
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        bring_tables_up_to_date()
        holding = take_folder(alone=False)
        os.environ["_COLLEGIUM_RUN"] = " ".join(parts)
        if parts == ["jobs"]:
            from collegium.outbox.worker import run_in_foreground

            self.stdout.write("Collegium runs its jobs here. Ctrl+C ends it.")
            run_in_foreground()
            return
        self.stdout.write(f"Collegium answers on http://{_shown(host)}:{port}/ Ctrl+C ends it.")
        self.stdout.flush()
        connection.close()
        watch.become(host, port, options["workers"], holding=holding)


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host


def own_port() -> int:
    """The port of the public address when that is this machine's own; behind a proxy 8000."""
    parts = urlsplit(settings.CONFIG.url)
    return (parts.port if parts.hostname in ("localhost", "127.0.0.1") else None) or 8000


def refuse_taken(host: str, port: int) -> None:
    """Ask for the port before anything is made; two servers of ours would share it without a word.

    Raises:
        CommandError: somebody else listens there, or the address can't be had, with what to do.
    """
    if not 0 < port < 65536:
        raise CommandError(f"{port} is no port. Choose one from 1024 to 65535 with --port.", returncode=2)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        reason = "another program answers there" if error.errno == errno.EADDRINUSE else error.strerror or str(error)
        raise CommandError(f"Port {port} of {host} can't be used ({reason}). Choose another with --port.") from None


def take_folder(*, alone: bool) -> int:
    """Hold the data folder as long as this process lives: servers share it, who throws it away has it alone.

    Returns:
        The file that holds it; closed already when it was wanted alone.

    Raises:
        CommandError: it is wanted alone, and something serves it.
    """
    holding = os.open(Path(settings.HOME) / "serving", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(holding, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(holding)
        raise CommandError(f"{settings.HOME} is being served. End that program (Ctrl+C), then try again.") from None
    if alone:
        os.close(holding)
    return holding


def bring_tables_up_to_date() -> None:
    """Make the missing tables of a site; one machine does it while the others wait.

    Raises:
        CommandError: the database does not answer.
    """
    try:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        with _alone():
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        said = refusal(error)
        if said is not FULL:
            reason = " ".join(str(error).split())
            said = f"The database does not answer ({reason}). Start it, or mend COLLEGIUM_DATABASE_URL."
        raise CommandError(said) from None


class _alone:  # noqa: N801
    """One machine at a time, on PostgreSQL; SQLite has one machine."""

    KEY = 7_304_112_010

    def __enter__(self) -> None:
        self._lock("pg_advisory_lock")

    def __exit__(self, *_error: object) -> None:
        self._lock("pg_advisory_unlock")

    def _lock(self, function: str) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {function}(%s)", [self.KEY])
