"""`python -m bench.members [--members 30000 | --organizations 20000] [--postgres]`: what pages of a directory cost.

Each page three times: the first after something in the directory changed, another choice while nothing changes (both
asked for inside one process of the site, the median of five, CPU of it and of the database), and the same again, handed
out as kept, under `collegium serve` with eight connections. Beside each the ratio to the floor of the same run: as many
bytes from a one-line program under the same server. With `--organizations` it is the demo with so many organizations
of an invented dump (`bench.directory`), and the directory of organizations.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.directory import write_dump
from bench.measure import measure
from bench.processes import cpu_seconds
from bench.site import ROOT, Served, data, environment, floor, postmaster, site

PAGES = {
    "members": {
        "first page": "/members/?", "a specialty and a state": "/members/?specialty=medical-oncology&state=IA",
        "a search": "/members/?q=measured+city7", "within 100 km": "/members/?near=Measured+City7&within=100",
    },
    "organizations": {
        "first page": "/organizations/?", "a kind": "/organizations/?kind=hospital",
        "a search": "/organizations/?q=harbor+clinic",
        "within 100 km": "/organizations/?near=45.0%2C-90.0&within=100",
    },
}  # fmt: skip
RUNS = 5
HEADING = (
    "| page | after a change | x floor | another choice | x floor | the same again | x floor | floor, ms |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def _milliseconds(ask: Callable[[], Any], database: list[int]) -> float:
    """CPU of this process and the database's that one request takes."""
    before, before_there = time.process_time(), cpu_seconds(*database)
    assert ask().status_code == 200
    return (time.process_time() - before + cpu_seconds(*database) - before_there) * 1000


def measure_inside(which: str) -> None:
    """Inside a site: asks for the pages as a member; prints what the first two askings of each cost, as JSON."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from collegium.accounts.models import User
    from collegium.outbox.management.commands.serve import bring_tables_up_to_date
    from collegium.web.models import KeptVersion

    bring_tables_up_to_date()
    settings.RATE_LIMITS = {}
    client, database = Client(HTTP_HOST="localhost"), postmaster(os.environ.get("COLLEGIUM_DATABASE_URL", ""))
    client.force_login(User.objects.get(handle="mia"))
    client.get(f"/{which}/")
    costs = {}
    for name, address in PAGES[which].items():
        first, other = [], []
        for number in range(RUNS):
            KeptVersion.touch()
            for column, suffix in ((first, "a"), (other, "b")):
                path = f"{address}&n={suffix}{number}"
                column.append(_milliseconds(lambda path=path: client.get(path), database))  # type: ignore[misc]
        costs[name] = (statistics.median(first), statistics.median(other))
    print(json.dumps(costs))


def _inside(env: dict[str, str], *words: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", *words], env=env, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE
    ).stdout


def _bring_organizations(env: dict[str, str], home: Path, number: int) -> None:
    """An invented dump of so many comes in."""
    dump = home / "dump.json"
    write_dump(dump, number)
    _inside(env, "bench.prepare")  # makes missing tables
    _inside(env, "collegium.cli", "organizations", str(dump), "--apply")


def _print_row(served: Served, bare: Served, name: str, path: str, first: float, other: float) -> None:
    line = measure(served, bare, "", name, path, "member", runs=3, seconds=1.0)
    cells = " | ".join(f"{cost:.1f} | {cost / line.floor_cpu:,.0f}" for cost in (first, other))
    print(f"| {name} | {cells} | {line.cpu:.2f} | {line.ratio:.0f} | {line.floor_cpu:.3f} |", flush=True)


def main() -> None:
    """Measure on the database that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=30_000)
    parser.add_argument("--organizations", type=int, default=0)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    which, number = ("organizations" if options.organizations else "members"), options.organizations or options.members
    members, posts = (0, 0) if options.organizations else (options.members, 2000)
    with ExitStack() as stack:
        home, url = stack.enter_context(data("postgres" if options.postgres else "sqlite", members, posts))
        env = environment(home, url, 8000)
        if options.organizations:
            _bring_organizations(env, home, number)
        print(f"{number:,} {which}, {'PostgreSQL' if url else 'SQLite'}, CPU, load {os.getloadavg()[0]:.1f}\n")
        costs = json.loads(_inside(env, "bench.members", "--inside", which).splitlines()[-1])
        bare, served = stack.enter_context(floor()), stack.enter_context(site(home, url))
        print(HEADING, flush=True)
        for name, path in PAGES[which].items():
            _print_row(served, bare, name, path, *costs[name])
        print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    if "--inside" in sys.argv[1:2]:
        measure_inside(sys.argv[2])
    else:
        main()
