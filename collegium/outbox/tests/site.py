"""A whole site of its own for tests: another process, another folder, another database."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import psycopg
from django.conf import settings

from tests.ports import free_port

INIT = [
    "init", "--society", "Juniper Society of Rheumatology", "--short-name", "Juniper", "--url", "http://localhost:8000",
    "--admin-email", "ada@example.org", "--admin-name", "Ada Brandt",
]  # fmt: skip


class Site:
    """A folder and a database; `run` is the `collegium` program there."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.home = home
        clean = {name: value for name, value in os.environ.items() if not name.startswith("COLLEGIUM_")}
        self.environment = clean | {
            "COLLEGIUM_HOME": str(home), "COLLEGIUM_DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "collegium.settings", "PYTHONPATH": str(settings.BASE_DIR),
        }  # fmt: skip

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "collegium.cli", *words], env=self.environment, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, cwd=settings.BASE_DIR, timeout=120,
        )  # fmt: skip

    def python(self, script: str) -> str:
        done = self.run("manage", "shell", "-v", "0", "-c", script)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def served(self, *words: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
        """The site answering on a free port."""
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "collegium.cli", "serve", "--port", str(port), *words], env=self.environment,
            text=True, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield port, process
        finally:
            process.kill()
            process.wait(20)


def wait_for(address: str, seconds: float = 60) -> None:
    """Until the address answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")


@contextmanager
def another_database(home: Path) -> Iterator[str]:
    """The URL of an empty database of the kind the tests run on."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        yield ""
        return
    name = f"site_{secrets.token_hex(4)}"
    where = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"], "dbname": "postgres"}
    with psycopg.connect(**where, password=database["PASSWORD"], autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
