"""A site of the benchmark's own: data, database, server; and the floor beside it."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.processes import cpu_seconds, peak_megabytes
from tests.ports import free_port
from tests.postgres import private_postgres

ROOT = Path(__file__).resolve().parent.parent
DURABLE = ("fsync=on", "synchronous_commit=on", "shared_buffers=256MB")
KEPT = ROOT / "var" / "bench"


@dataclass(slots=True)
class Served:
    """A server that answers: where, with whose processes, and how long its start took (seconds)."""

    port: int
    pids: list[int]
    start: float
    facts: dict[str, Any] = field(default_factory=dict)

    def cpu(self) -> float:
        """CPU seconds of all its processes so far, database included."""
        return cpu_seconds(*self.pids)

    def memory(self) -> float:
        """Peak megabytes of the server, database apart."""
        return peak_megabytes(self.pids[0])


def environment(home: Path, database_url: str, port: int) -> dict[str, str]:
    """What the site's processes get."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("COLLEGIUM_")}
    mine |= {
        "COLLEGIUM_HOME": str(home), "COLLEGIUM_URL": f"http://localhost:{port}", "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }  # fmt: skip
    return mine | ({"COLLEGIUM_DATABASE_URL": database_url} if database_url else {})


def _python(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, "-m", *words], env=env, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(words)} failed: {done.stderr[-2000:]}")
    return done.stdout


def _fill(home: Path, database_url: str, members: int, posts: int) -> None:
    env = environment(home, database_url, 8000)
    _python(env, "collegium.cli", "demo", "--fill-only")
    if posts:
        _python(env, "collegium.cli", "bench", "seed", "--members", str(members), "--posts", str(posts))
    if database_url:  # what autovacuum does by itself within minutes of a load
        import psycopg

        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def sqlite_home(members: int, posts: int) -> Path:
    """A folder with a filled SQLite site, made once under var/bench and copied from then on."""
    kept = KEPT / f"sqlite-{members}-{posts}"
    if not (kept / "whole").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        _fill(kept, "", members, posts)
        (kept / "whole").touch()
    return kept


@contextmanager
def data(database: str, members: int, posts: int) -> Iterator[tuple[Path, str]]:
    """Data of the benchmark's own: a copy of a filled site; what is posted to it goes with it.

    Args:
        database: sqlite or postgres (a private cluster that syncs to disk).
    """
    with tempfile.TemporaryDirectory(prefix="collegium-bench-") as folder:
        home = Path(folder) / "home"
        if database == "sqlite":
            shutil.copytree(sqlite_home(members, posts), home)
            yield home, ""
        else:
            home.mkdir()
            with private_postgres(*DURABLE) as url:
                _fill(home, url, members, posts)
                yield home, url


def postmaster(database_url: str) -> list[int]:
    """The process of the private cluster, in a list; nobody for SQLite."""
    if not database_url:
        return []
    port = database_url.rsplit(":", 1)[1].split("/")[0]
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                words = (path / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[0].endswith(b"postgres") and b"-p" in words and words[words.index(b"-p") + 1] == port.encode():
                return [int(path.name)]
    return []


def _answers(port: int, path: str) -> bool:
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        line.request("GET", path)
        return line.getresponse().status == 200
    except OSError:
        return False


@contextmanager
def _running(command: list[str], env: dict[str, str], port: int, path: str) -> Iterator[Served]:
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - begun > 300:
                raise SystemExit(f"bench: {' '.join(command[2:])} did not start.")
            time.sleep(0.02)
        yield Served(port, [process.pid], time.perf_counter() - begun)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def site(home: Path, database_url: str) -> Iterator[Served]:
    """`collegium serve` on this data, as an operator runs it, with its jobs."""
    port = free_port()
    env = environment(home, database_url, port)
    facts = json.loads(_python(env, "bench.prepare").splitlines()[-1])
    command = [sys.executable, "-m", "collegium.cli", "serve", "--port", str(port)]
    with _running(command, env, port, "/healthz") as served:
        served.pids += postmaster(database_url)
        served.facts = facts
        yield served


@contextmanager
def floor() -> Iterator[Served]:
    """The one-line program under the same server."""
    port = free_port()
    words = ["--interface", "rsgi", "--no-ws", "--http", "1", "--port", str(port), "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *words, "bench.floor:app"]
    with _running(command, {**os.environ, "PYTHONPATH": str(ROOT)}, port, "/1") as served:
        yield served
