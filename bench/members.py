"""`python -m bench.members [--members 30000] [--postgres]`: what the directory of members costs, page by page.

Each page three times: the first after something in the directory changed, another choice while nothing changes, and
the same again, which is handed out as kept. CPU of the site's process and of the database's, the median of five.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.processes import cpu_seconds
from bench.site import ROOT, data, environment, postmaster

PAGES = {
    "first page": "/members/?", "a specialty and a state": "/members/?specialty=medical-oncology&state=IA",
    "a search": "/members/?q=measured+city7", "within 100 km": "/members/?near=Measured+City7&within=100",
}  # fmt: skip
RUNS = 5


def _milliseconds(ask: Callable[[], Any], database: list[int]) -> float:
    """CPU of this process and the database's that one request takes."""
    before, before_there = time.process_time(), cpu_seconds(*database)
    assert ask().status_code == 200
    return (time.process_time() - before + cpu_seconds(*database) - before_there) * 1000


def measure_pages() -> None:
    """Inside a site: asks for the pages as a member and prints what they cost."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from collegium.accounts.models import User
    from collegium.web.models import KeptVersion

    settings.RATE_LIMITS = {}
    client, database = Client(HTTP_HOST="localhost"), postmaster(os.environ.get("COLLEGIUM_DATABASE_URL", ""))
    client.force_login(User.objects.get(handle="mia"))
    client.get("/members/")
    for name, address in PAGES.items():
        columns: list[list[float]] = [[], [], []]
        for number in range(RUNS):
            KeptVersion.touch()
            for column, suffix in enumerate(("&n=a", "&n=b", "&n=b")):
                columns[column].append(
                    _milliseconds(lambda path=f"{address}{suffix}{number}": client.get(path), database)  # type: ignore[misc]
                )
        cells = " | ".join(f"{statistics.median(column):.1f}" for column in columns)
        print(f"| {name} | {cells} |", flush=True)


def main() -> None:
    """Measure on the database that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=30_000)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with data("postgres" if options.postgres else "sqlite", options.members, 2000) as (home, url):
        place = "PostgreSQL" if url else "SQLite"
        print(f"{options.members:,} members, {place}, CPU in ms, load {os.getloadavg()[0]:.1f}\n")
        print("| page | after a change | another choice | the same again |\n| --- | --- | --- | --- |", flush=True)
        env = environment(home, url, 8000)
        subprocess.run([sys.executable, "-m", "bench.members", "--inside"], env=env, cwd=ROOT, check=True)
        print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    if "--inside" in sys.argv[1:2]:
        measure_pages()
    else:
        main()
