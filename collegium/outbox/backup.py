"""One file that holds everything: a consistent copy of the database, the files, a manifest with each table's hash.

Taken while the site runs: the database is copied in one snapshot first; bytes of files are always written before their
row, so all that the copy names is there. It holds everything private: it is readable by its owner only.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection, connections, transaction

from collegium import __version__
from collegium.files.models import File
from collegium.web.models import Society

FORM = 1
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
STORED = re.compile(r"files/([0-9a-f]{2}/[0-9a-f]{30}/(?:file|\d+\.webp))")
PASSING = ("sessions.Session", "usersessions.UserSession", "outbox.Beat")  # ended by a restore


class Impossible(Exception):
    """It can't be done now; the message is one sentence that says why and what to do."""


def write(target: Path) -> dict[str, Any]:
    """Write a backup; the file appears whole or not at all.

    Returns:
        The manifest.

    Raises:
        Impossible: with the reason.
    """
    if target.exists():
        raise Impossible(f"{target} exists already. Give the backup another name.")
    if not target.resolve().parent.is_dir():
        raise Impossible(f"There is no folder {target.resolve().parent}. Make it, or give another one.")
    partial = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(prefix=".collegium-backup-", dir=target.resolve().parent) as folder:
        copy = Path(folder) / NAMES[connection.vendor]
        tables = _copy_database(copy)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                manifest = _pack(stream, copy, tables)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(partial, target)
        finally:
            partial.unlink(missing_ok=True)
    return manifest


def _copy_database(copy: Path) -> dict[str, dict[str, Any]]:
    """Copy the database in one snapshot; returns rows and hash of each table of that snapshot."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        return hashes_of_copy(copy)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--snapshot={cursor.fetchone()[0]}", f"--file={copy}")
        return hashes()


def _postgres(program: str, *arguments: str) -> None:
    found = _program(program)
    database = connection.settings_dict
    environment = os.environ | {
        "PGHOST": database["HOST"], "PGPORT": str(database["PORT"] or 5432), "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"], "PGDATABASE": database["NAME"],
    }  # fmt: skip
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Impossible(f"{program} failed: {done.stderr.strip().splitlines()[-1:] or ['no reason given']}.")


def _program(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    found = str(places[-1]) if places else shutil.which(name)
    if not found:
        raise Impossible(f"{name} is not installed here. Install the PostgreSQL client programs (postgresql-client).")
    return found


def _digest(rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """Number of rows, and a hash that does not depend on their order."""
    number, total = 0, 0
    for row in rows:
        number += 1
        total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest(), "big")
    return {"rows": number, "hash": f"{total % 2**256:064x}"}


def hashes_of_copy(file: Path) -> dict[str, dict[str, Any]]:
    """Rows and hash of each table of an SQLite file."""
    copy = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        tables = sorted(name for (name,) in names if not name.startswith("sqlite_"))
        return {name: _digest(copy.execute(f'SELECT * FROM "{name}"')) for name in tables}  # noqa: S608
    finally:
        copy.close()


def hashes() -> dict[str, dict[str, Any]]:
    """Rows and hash of each table of the present database."""
    with connection.cursor() as cursor:
        tables = sorted(table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t")
    return {name: _digest(_rows(name)) for name in tables}


def _rows(table: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        while rows := cursor.fetchmany(2000):
            yield from rows


def _pack(stream: BinaryIO, copy: Path, tables: dict[str, dict[str, Any]]) -> dict[str, Any]:
    with tarfile.open(fileobj=stream, mode="w") as tar:
        files, lost = _pack_files(tar)
        manifest = {
            "form": FORM, "version": __version__, "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": connection.vendor, "society": Society.current().name, "tables": tables,
            "files": files, "lost": lost, "copy": _digest_of(copy),
        }  # fmt: skip
        tar.add(copy, arcname=copy.name)
        key = settings.HOME / "secret-key"
        if key.exists():
            tar.add(key, arcname="secret-key")
        _add(tar, "manifest.json", json.dumps(manifest, indent=1).encode())
    return manifest


def _digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pack_files(tar: tarfile.TarFile) -> tuple[dict[str, str], list[int]]:
    """Every stored name with the hash of its bytes; and the rows whose bytes are gone."""
    packed: dict[str, str] = {}
    lost: list[int] = []
    for file in File.objects.order_by("pk").iterator():
        for name in file.stored_names():
            try:
                with default_storage.open(name) as stream:
                    data = stream.read()
            except FileNotFoundError:
                lost.append(file.pk)
                continue
            packed[name] = hashlib.sha256(data).hexdigest()
            _add(tar, f"files/{name}", data)
    return packed, lost


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data), 0o600, int(datetime.now(UTC).timestamp())
    tar.addfile(entry, io.BytesIO(data))


def _has_no_file() -> bool:
    """Whether the database is a file that is not there: to ask it would make it."""
    return connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists()


def holds_a_site() -> bool:
    """Whether the present database holds a society already."""
    if _has_no_file():
        return False
    try:
        return Society.objects.exists()
    except DatabaseError:
        connection.close()
        return False


def is_empty() -> bool:
    """Whether the present database answers and has no table yet."""
    try:
        return not connection.introspection.table_names()
    except DatabaseError:
        connection.close()
        return False


def read(source: Path) -> dict[str, Any]:
    """Bring a backup back into an empty site, compare every table, then end all sessions.

    Returns:
        The manifest.

    Raises:
        Impossible: the site is not empty, the file is no backup or of another database, or a hash differs.
    """
    if holds_a_site():
        raise Impossible("This folder or database holds a site already. Restore into an empty one.")
    if not source.is_file():
        raise Impossible(f"There is no file {source}.")
    if not tarfile.is_tarfile(source):
        raise Impossible(f"{source} is not a backup of Collegium.")
    try:
        with tarfile.open(source) as tar:
            manifest = _manifest(tar, source)
            _check(tar, manifest)
            _load(tar, manifest)
    except tarfile.TarError:
        raise Impossible(f"{source} is not a backup of Collegium, or only a part of one.") from None
    _end_what_passes()
    return manifest


def _check(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """Every byte is there and what it was, before anything is written."""
    expected = {f"files/{name}": digest for name, digest in manifest["files"].items()}
    if "copy" in manifest:
        expected[NAMES[manifest["database"]]] = manifest["copy"]
    for name, digest in expected.items():
        try:
            stream = tar.extractfile(name)
        except KeyError:
            stream = None
        if stream is None:
            raise Impossible(f"The backup is damaged: it lacks {name}.")
        if hashlib.file_digest(stream, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
            raise Impossible(f"The backup is damaged: the bytes of {name} are not what they were.")


def _load(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """The database comes last: a run that was cut off leaves no site, and can be made again."""
    with tempfile.TemporaryDirectory(prefix=".collegium-restore-", dir=settings.HOME) as folder:
        copy = Path(folder) / NAMES[connection.vendor]
        _unpack(tar, copy.name, copy)
        if connection.vendor == "sqlite":
            _compare(hashes_of_copy(copy), manifest["tables"])
        with _files_of(tar), _key_of(tar):
            _load_database(copy, manifest["tables"])


@contextmanager
def _files_of(tar: tarfile.TarFile) -> Iterator[None]:
    """The backup's files; gone again when the rest fails."""
    folder = Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None
    is_new = folder is not None and not folder.exists()
    try:
        _load_files(tar)
        yield
    except BaseException:
        if folder is not None and is_new:
            shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _key_of(tar: tarfile.TarFile) -> Iterator[None]:
    """The backup's key; the former one again when the rest fails."""
    file = settings.HOME / "secret-key"
    former = file.read_bytes() if file.exists() else b""
    try:
        if "secret-key" in tar.getnames():
            _unpack(tar, "secret-key", file)
        yield
    except BaseException:
        file.write_bytes(former) if former else file.unlink(missing_ok=True)
        raise


def _manifest(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(_bytes_of(tar, "manifest.json"))
    except (KeyError, ValueError):
        raise Impossible(f"{source} is not a backup of Collegium, or only a part of one.") from None
    if manifest.get("form") != FORM:
        raise Impossible("This backup was written by a newer Collegium. Restore it with that version.")
    if manifest["database"] != connection.vendor:
        raise Impossible(
            f"This backup is of a {manifest['database']} database and this site uses {connection.vendor}."
            " Set COLLEGIUM_DATABASE_URL to one of the same kind."
        )
    return manifest


def _bytes_of(tar: tarfile.TarFile, name: str) -> bytes:
    stream = tar.extractfile(name)
    if stream is None:
        raise KeyError(name)
    return stream.read()


def _unpack(tar: tarfile.TarFile, name: str, target: Path) -> None:
    source = tar.extractfile(name)
    if source is None:
        raise Impossible(f"The backup lacks {name}.")
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        shutil.copyfileobj(source, stream, 1024 * 1024)
        stream.flush()
        os.fsync(stream.fileno())


def _load_database(copy: Path, expected: dict[str, dict[str, Any]]) -> None:
    if connection.vendor == "sqlite":
        connections.close_all()
        file = Path(connection.settings_dict["NAME"])
        for ending in ("-wal", "-shm"):
            Path(f"{file}{ending}").unlink(missing_ok=True)
        os.replace(copy, file)
        return
    was_empty = is_empty()
    connection.close()
    _postgres(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
        f"--dbname={connection.settings_dict['NAME']}", str(copy),
    )  # fmt: skip
    try:
        _compare(hashes(), expected)
    except Impossible:
        if was_empty:
            _drop_tables()
        raise


def _drop_tables() -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {names} CASCADE")


def _compare(found: dict[str, dict[str, Any]], expected: dict[str, dict[str, Any]]) -> None:
    different = sorted(name for name in expected if found.get(name) != expected[name])
    if different:
        raise Impossible(f"The backup is damaged: the rows of {', '.join(different)} are not what they were.")


def _load_files(tar: tarfile.TarFile) -> None:
    for entry in tar:
        match = STORED.fullmatch(entry.name)
        if not match or not entry.isfile():
            continue
        name = match.group(1)
        if default_storage.exists(name):  # of a run that was cut off, perhaps in the middle of this one
            default_storage.delete(name)
        default_storage.save(name, ContentFile(_bytes_of(tar, entry.name)))


def _end_what_passes() -> None:
    for label in PASSING:
        if apps.is_installed(apps.get_model(label)._meta.app_config.name):
            apps.get_model(label).objects.all().delete()
    cache.clear()
