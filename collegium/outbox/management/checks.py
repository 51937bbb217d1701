"""What can be wrong with a running site: each fault one sentence with how to mend it."""

from __future__ import annotations

import errno
import stat
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from collegium.outbox import jobs
from collegium.outbox.models import Beat, Mail
from collegium.web.health import has_room
from collegium.web.models import Society

Faults = Iterator[str]


def settings_faults() -> Faults:
    """Values were checked at the start; here is what they mean together."""
    config = settings.CONFIG
    if not config.is_secure and config.host not in ("localhost", "127.0.0.1"):
        yield (
            f"COLLEGIUM_URL is {config.url}: without https anybody on the way reads passwords."
            " Put a proxy with a certificate before it and use https://."
        )
    if config.debug and config.host != "localhost":
        yield "COLLEGIUM_DEBUG is on: errors show the inside of the site. Take it out of the settings."
    key = Path(settings.HOME) / "secret-key"
    if key.exists() and key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield f"{key} can be read by others: chmod 600 {key}."


def database_faults() -> Faults:
    """Whether it answers, and has the tables of this version."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield f"The database does not answer ({str(error).splitlines()[0]}). Start it, or mend COLLEGIUM_DATABASE_URL."
        return
    if not connection.introspection.table_names():
        yield "There is no site yet: collegium init."
    elif pending:
        yield (
            f"{len(pending)} changes of tables wait: collegium manage migrate, or start collegium serve, which does it."
        )
    elif not Society.objects.exists():
        yield "There is no society yet: collegium init."


def mail_faults() -> Faults:
    """Whether the mail server answers, and whether mails are stuck."""
    backend = get_connection()
    try:
        backend.open()
        backend.close()
    except (OSError, ValueError) as error:
        yield f"The mail server does not answer ({error}). Mend COLLEGIUM_MAIL_URL, then collegium check again."
    if parked := Mail.objects.parked().count():
        yield (
            f"{parked} mails could not be sent in five tries; the last said:"
            f" {_last_error()} Mend it, then send them again from the desk."
        )


def _last_error() -> str:
    return str(Mail.objects.parked().order_by("-parked_at").values_list("last_error", flat=True).first())


def storage_faults() -> Faults:
    """Whether files can be written, read and deleted, and whether the disk has room."""
    name = f"00/{uuid.uuid4().hex[2:]}/file"
    try:
        default_storage.save(name, ContentFile(b"probe"))
        with default_storage.open(name) as stream:
            same = stream.read() == b"probe"
        default_storage.delete(name)
        default_storage.delete(name.rpartition("/")[0])
        if not same:
            yield "The storage of files gives back other bytes than it was given. Check the disk or the bucket."
    except OSError as error:
        mend = f"Make {settings.MEDIA_ROOT} writable, or mend COLLEGIUM_STORAGE_URL."
        if error.errno == errno.ENOSPC:
            mend = f"Make room on the disk of {settings.MEDIA_ROOT}."
        yield f"Files can't be stored ({error.strerror or error}). {mend}"
    if not has_room():
        yield f"Less than 200 MB are free on the disk of {settings.HOME}. Make room before it is full."


def clock_faults() -> Faults:
    """Whether this machine's clock agrees with the database's, and with what was written before."""
    now = timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((cursor.fetchone()[0] - now).total_seconds())
        if apart > 5:
            yield (
                f"The clocks of this machine and of the database are {apart:.0f} seconds apart."
                " Let both follow a time server (NTP)."
            )
    if Beat.objects.filter(at__gt=now + timedelta(seconds=60)).exists():
        yield "This machine's clock is behind what was written before. Let it follow a time server (NTP)."


def job_faults() -> Faults:
    """Whether jobs run, keep up, and none is parked."""
    health = jobs.health()
    if health["beat"] is None or health["beat"] > 60:
        yield (
            "Jobs do not run: no mail leaves and nothing scheduled happens."
            " Start collegium serve (or collegium serve --jobs)."
        )
    elif health["oldest"] > 300:
        yield (
            f"{health['waiting']} jobs wait, the oldest for {health['oldest'] / 60:.0f} minutes."
            " Start one more collegium serve --jobs."
        )
    if health["parked"]:
        yield f"{health['parked']} jobs failed five times and are parked. The desk shows why, and runs them again."


CHECKS: dict[str, Callable[[], Faults]] = {
    "settings": settings_faults,
    "database": database_faults,
    "mail": mail_faults,
    "storage": storage_faults,
    "clock": clock_faults,
    "jobs": job_faults,
}


def run(checks: dict[str, Callable[[], Faults]]) -> dict[str, list[str]]:
    """The faults of each check; when the database is not well, what needs it is not asked."""
    found: dict[str, list[str]] = {}
    for name, check in checks.items():
        if name in ("mail", "clock", "jobs") and found.get("database"):
            continue
        found[name] = list(check())
    return found
