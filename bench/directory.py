"""`python -m bench.directory [NUMBER …]`: an invented dump comes in, and the directory's pages are timed.

On SQLite and on a private PostgreSQL; each in a home of its own. Prints one line for each measurement.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.site import ROOT, environment
from collegium.organizations.identifiers import ror_check

SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
FIRST = [
    "Alder",
    "Birch",
    "Cedar",
    "Dune",
    "Elm",
    "Fjord",
    "Gannet",
    "Harbor",
    "Iron",
    "Juniper",
    "Kestrel",
    "Lake",
    "Mesa",
    "North",
    "Oak",
    "Pine",
    "Quarry",
    "River",
]
LAST = [
    "Hospital",
    "Clinic",
    "University",
    "Institute",
    "Foundation",
    "Laboratory",
    "College",
    "Council",
    "Center",
    "Society",
    "Trust",
    "Archive",
]
TYPES = ["healthcare", "education", "nonprofit", "company", "facility", "government", "funder", "archive", "other"]
PAGES = {
    "first page": "/organizations/", "a facet": "/organizations/?kind=hospital&country=Country+3",
    "a search": "/organizations/?q=harbor+clinic", "within 100 km": "/organizations/?near=45.0%2C-90.0&within=100",
    "within 500 km and a facet": "/organizations/?near=45.0%2C-90.0&within=500&kind=hospital",
    "names while typing": "/organizations/complete/?q=harb",
}  # fmt: skip


def write_dump(file: Path, number: int) -> None:
    """A dump of schema 2 with so many invented organizations, some of them related."""
    chance = random.Random(7)
    with file.open("w") as stream:
        stream.write("[\n")
        for index in range(number):
            stream.write((",\n" if index else "") + json.dumps(_record(index, chance), ensure_ascii=False))
        stream.write("\n]\n")


def _id(index: int) -> str:
    seven = "0" + "".join(SIGNS[index >> shift & 31] for shift in (25, 20, 15, 10, 5, 0))
    return f"https://ror.org/{seven}{ror_check(seven)}"


def _record(index: int, chance: random.Random) -> dict[str, object]:
    name = f"{chance.choice(FIRST)} {chance.choice(FIRST)} {chance.choice(LAST)} {index}"
    city, country = f"City {index % 4001}", index % 90
    spot = random.Random(index % 4001)
    parent = [{"type": "parent", "id": _id(index // 10), "label": "x"}] if index % 10 and index else []
    return {
        "id": _id(index), "status": "active" if index % 50 else "inactive", "types": [TYPES[index % 9]],
        "established": 1900 + index % 120, "relationships": parent, "external_ids": [], "admin": {},
        "names": [
            {"value": name, "types": ["ror_display", "label"], "lang": "en"},
            {"value": f"Instituto {name}", "types": ["label"], "lang": "es"},
            {"value": "".join(word[0] for word in name.split()[:3]), "types": ["acronym"], "lang": None},
        ],
        "locations": [{"geonames_id": 1000 + index % 4001, "geonames_details": {
            "name": city, "country_code": "XX", "country_name": f"Country {country}", "lat": spot.uniform(-60, 70),
            "lng": spot.uniform(-180, 180), "country_subdivision_name": f"Region {index % 400}",
        }}],
        "links": [{"type": "website", "value": f"https://org{index}.example.org"}],
        "domains": [f"org{index}.example.org"],
    }  # fmt: skip


def _timed(env: dict[str, str], *words: str) -> tuple[float, float, str]:
    """Seconds, peak megabytes and what was said by one command."""
    code = (
        "import resource, sys; from collegium.cli import main\n"
        "try:\n    code = main()\nexcept SystemExit as end:\n    code = end.code\n"
        "assert not code, code\n"
        "print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *words], env=env, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    said, _peak, peak = done.stdout.rpartition("PEAK ")
    return time.perf_counter() - begun, float(peak), said


def _pages(env: dict[str, str]) -> None:
    """Milliseconds of each page, made anew each time (the median of five)."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.directory", "pages"], env=env, cwd=ROOT, capture_output=True, text=True
    )
    print(done.stdout or done.stderr[-2000:], end="", flush=True)


def ask_pages() -> None:
    """Inside a site: asks for the pages and prints their times."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from collegium.web.models import KeptVersion

    settings.RATE_LIMITS = {}
    client = Client(HTTP_HOST="localhost")
    for name, address in PAGES.items():
        times, cpu = [], []
        for number in range(6):
            KeptVersion.touch()
            begun, before = time.perf_counter(), time.process_time()
            answer = client.get(f"{address}{'&' if '?' in address else '?'}n={number}")
            times.append((time.perf_counter() - begun) * 1000)
            cpu.append((time.process_time() - before) * 1000)
            assert answer.status_code == 200, (address, answer.status_code)
        print(f"| {name} | {statistics.median(times[1:]):.0f} ms | {statistics.median(cpu[1:]):.0f} ms CPU here |")


def measure(label: str, database_url: str, numbers: list[int]) -> None:
    """Dry run, apply, the same again, then the pages, for each number."""
    for number in numbers:
        with tempfile.TemporaryDirectory() as folder:
            env = environment(Path(folder) / "home", _fresh(database_url, number), 8000)
            dump = Path(folder) / "dump.json"
            write_dump(dump, number)
            _timed(env, "manage", "migrate", "--verbosity", "0")
            for what, words in (("dry run", []), ("apply", ["--apply"]), ("the same again", ["--apply"])):
                seconds, peak, said = _timed(env, "organizations", str(dump), *words)
                print(
                    f"| {label}, {number:,}: {what} | {seconds:.0f} s | {peak:.0f} MB | {said.splitlines()[0]} |",
                    flush=True,
                )
            _pages(env)


def _fresh(database_url: str, number: int) -> str:
    """A database of its own on that server."""
    if not database_url:
        return ""
    import psycopg

    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE directory_{number}")
    base, _slash, rest = database_url.rpartition("/")
    return f"{base}/directory_{number}{'?' + rest.split('?', 1)[1] if '?' in rest else ''}"


def main(words: list[str]) -> None:
    """Measure both databases."""
    if words == ["pages"]:
        ask_pages()
        return
    from tests.postgres import private_postgres

    numbers = [int(word) for word in words if word.isdigit()] or [20_000, 120_000]
    os.nice(0)
    if "postgres" not in words:
        measure("sqlite", "", numbers)
    if "sqlite" not in words:
        with private_postgres() as database_url:
            measure("postgres", database_url, numbers)
    print(f"benchmark itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
