"""A private PostgreSQL in a temporary folder, for tests and benchmarks; nothing of the machine's own server is used."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server of its own, which a test may stop and start again."""

    url: str
    control: tuple[str, ...]
    start_with: tuple[str, ...]
    folder: Path

    def stop(self, mode: str = "immediate") -> None:
        """End it; "immediate" is what a crash leaves."""
        subprocess.run([*self.control, "-m", mode, "stop"], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Until it takes connections."""
        subprocess.run([*self.control, *self.start_with], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)


class MissingPostgres(Exception):
    """No PostgreSQL programs here; the message says where they were looked for."""


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise MissingPostgres("no initdb in /usr/lib/postgresql/*/bin or on the PATH")


@contextmanager
def private_postgres(*settings: str) -> Iterator[str]:
    """The URL of a cluster of its own."""
    with private_cluster(*settings) as cluster:
        yield cluster.url


@contextmanager
def private_cluster(*settings: str) -> Iterator[Cluster]:
    """Start a cluster, give it, stop and delete it.

    Args:
        settings: `name=value` pairs for the server; by default nothing is synced to disk (tests).

    Raises:
        MissingPostgres: the programs are not installed.
    """
    programs, port = _programs(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="collegium-pg-"))
    user = [shutil.which("runuser") or "/usr/sbin/runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    chosen = settings or ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
    options = " ".join(f"-c {pair}" for pair in chosen)
    server = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {options}"

    control = (*user, str(programs / "pg_ctl"), "-D", str(data))
    start_with = ("-w", "-l", str(folder / "log"), "-o", server, "start")
    url = f"postgres://collegium@127.0.0.1:{port}/collegium"
    cluster = Cluster(url, control, start_with, folder)

    def run(*command: str) -> None:
        subprocess.run([*user, *command], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run(str(programs / "initdb"), "-D", str(data), "-U", "collegium", "--auth=trust", "-E", "UTF8", "--no-sync")
        cluster.start()
        run(str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "collegium", "collegium")
        yield cluster
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        shutil.rmtree(folder, ignore_errors=True)
