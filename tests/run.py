"""Passes the tests: first on SQLite, then on a private PostgreSQL where its programs are found.

`--fast` runs what stands beside the code of each app, on SQLite, without a browser: for use while working.
With `CI=true` a missing program is a failure; elsewhere its tests are listed as skipped with the reason.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browsing import chromium
from tests.postgres import MissingPostgres, private_postgres

WORKERS = str(os.cpu_count() or 2)


def pytest(arguments: list[str], database_url: str) -> int:
    """Run pytest once on one database; returns its exit code."""
    with tempfile.TemporaryDirectory(prefix="collegium-tests-") as home:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COLLEGIUM_")},
            "COLLEGIUM_HOME": home,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONHASHSEED": "0",  # parameters that come from sets have one order in all workers
        }
        if database_url:
            environment["COLLEGIUM_DATABASE_URL"] = database_url
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment).returncode


def main(arguments: list[str]) -> int:
    """Run both, or the fast part; returns the first exit code that is not 0."""
    if "--fast" in arguments:
        rest = [word for word in arguments if word != "--fast"]
        return pytest(["-n", WORKERS, "-m", "not browser", "collegium", *rest], "")
    chosen = [word for word in arguments if not word.startswith("-")]
    workers = [] if chosen or any(word.startswith("-n") for word in arguments) else ["-n", WORKERS]
    print("── tests on SQLite", flush=True)
    if chromium() is None:
        outcome = "fail" if os.environ.get("CI") else "are SKIPPED"
        print(f"Browser tests {outcome}: Chromium is missing (on Debian: apt install chromium).", flush=True)
    if code := pytest([*workers, *arguments], ""):
        return code
    try:
        with private_postgres() as url:
            print("── tests on PostgreSQL (those in a browser belong to SQLite)", flush=True)
            return pytest([*workers, "-m", "not browser", *arguments], url)
    except MissingPostgres as missing:
        print(f"SKIPPED tests on PostgreSQL: {missing}", flush=True)
        return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    raise SystemExit(main(sys.argv[1:]))
