"""A filled demo, served by `collegium serve` on a free port, for browser tests and the story.

Filling takes half a minute, so a filled copy is kept in the temporary folder, named by a hash of the texts of the
demo, the code that fills it, the migrations and the day (the demo is written around today). Every served site is a
copy of that copy and goes away with the last process that uses it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("demo/**/*", "collegium/demo/**/*.py", "collegium/*/migrations/*.py", "collegium/*/models.py")
TOPIC = re.compile(r"/0-([a-z0-9-]+)/")
REPLIES = """SELECT reply.id, piece.slug, grp.slug FROM discussion_reply reply
  JOIN discussion_piece piece ON piece.id = reply.piece_id JOIN accounts_user author ON author.id = reply.author_id
  LEFT JOIN forums_topic topic ON topic.piece_id = piece.id LEFT JOIN groups_group grp ON grp.id = topic.group_id
  WHERE author.handle NOT LIKE 'ingrid%' AND reply.hidden_at IS NULL AND reply.held_at IS NULL"""
PATIENCE = 60.0  # seconds a server may take until it answers
_keepers: list[subprocess.Popen[bytes]] = []  # they end by themselves; nobody waits for them here


@dataclass(frozen=True, slots=True)
class Site:
    """Where a served demo answers (`http://localhost:PORT`) and where its data lies."""

    url: str
    home: Path

    @property
    def letters(self) -> Path:
        """The folder into which its mails are written, one file a mail."""
        return self.home / "mail"

    def now(self, address: str) -> str:
        """The address with the numbers that things have in this demo: "/0-a-slug/" of a topic, "/reply/any/" of others."""
        names = set(address.split("/"))
        with closing(sqlite3.connect(self.home / "collegium.sqlite3")) as file:
            if found := TOPIC.search(address):
                [number] = file.execute("SELECT id FROM discussion_piece WHERE slug = ?", [found[1]]).fetchone()
                address = address.replace(found[0], f"/{number}-{found[1]}/")
            if "/reply/any/" in address:
                rows = file.execute(REPLIES).fetchall()
                number = next(reply for reply, post, group in rows if names & {post, group})
                address = address.replace("/any/", f"/{number}/")
        return address


def _temporary(name: str) -> Path:
    return Path(tempfile.gettempdir()) / f"collegium-{os.getuid()}-{name}"


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process at a time, on this machine."""
    with _temporary(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _environment(home: Path, url: str = "http://localhost:8000") -> dict[str, str]:
    """That of an operator: none of the settings of the tests."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("COLLEGIUM_", "DJANGO_"))}
    return own | {"COLLEGIUM_HOME": str(home), "COLLEGIUM_URL": url, "PYTHONPATH": str(ROOT)}


def _hash() -> str:
    """Of everything that decides what the demo holds."""
    seal = hashlib.sha256(datetime.now(UTC).date().isoformat().encode())
    for file in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()}):
        seal.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return seal.hexdigest()[:16]


def filled() -> Path:
    """The folder of a filled demo, filled now when there is none of today's."""
    with _alone("filling"):
        home = _temporary(f"filled-{_hash()}")
        if not (home / "filled.json").exists():
            for old in home.parent.glob(_temporary("filled-*").name):
                shutil.rmtree(old, ignore_errors=True)
            command = [sys.executable, "-m", "collegium.cli", "demo", "--fill-only"]
            done = subprocess.run(command, env=_environment(home), cwd=ROOT, capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(f"The demo could not be filled: {done.stderr[-2000:]}")
        return home


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def joined(key: str) -> Site:
    """The site that everybody with this key shares; the first one starts it.

    It ends by itself soon after the last process that called this.

    Raises:
        RuntimeError: the demo can't be filled or its server does not answer.
    """
    copy, run = filled(), _temporary(f"served-{key}")
    with _alone(f"served-{key}"):
        note = run / "site.json"
        if note.exists():
            url = json.loads(note.read_text())["url"]
            (run / "users" / str(os.getpid())).touch()
            if _answers(url):
                return Site(url, run / "home")
        shutil.rmtree(run, ignore_errors=True)
        (run / "users").mkdir(parents=True)
        (run / "users" / str(os.getpid())).touch()
        shutil.copytree(copy, run / "home")
        url = f"http://localhost:{free_port()}"
        with (run / "log").open("wb") as log:
            command = [sys.executable, "-m", "tests.served", str(run), url]
            _keepers.append(subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True))
        _wait(url, run)
        note.write_text(json.dumps({"url": url}))
        return Site(url, run / "home")


def manage(site: Site, *words: str) -> str:
    """Run a command of Django's on the site's data; returns what it prints.

    Raises:
        RuntimeError: it failed.
    """
    command = [sys.executable, "-m", "collegium.cli", "manage", *words]
    done = subprocess.run(command, env=_environment(site.home, site.url), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {done.stderr[-1000:]}")
    return done.stdout


def _wait(url: str, run: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not _answers(url):
        if time.monotonic() > end:
            raise RuntimeError(f"The demo does not answer on {url}: {(run / 'log').read_text()[-2000:]}")
        time.sleep(0.1)


def _is_used(run: Path) -> bool:
    """Whether a process that joined still lives."""
    for user in (run / "users").glob("*"):
        try:
            os.kill(int(user.name), 0)
        except ProcessLookupError:
            user.unlink(missing_ok=True)
        else:
            return True
    return False


def keep(run: Path, url: str) -> None:
    """Serve as long as somebody uses the site, then take its folder away."""
    port = url.rpartition(":")[2]
    command = [sys.executable, "-m", "collegium.cli", "serve", "--port", port]
    server = subprocess.Popen(command, env=_environment(run / "home", url), cwd=ROOT)
    while _is_used(run) and server.poll() is None:
        time.sleep(0.5)
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
    shutil.rmtree(run, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), sys.argv[2])
