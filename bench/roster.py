"""What a roster costs: `python -m bench.roster [--rows 30000] [--postgres]`, a fresh site, each step its own process.

Steps: first dry run (everybody new), apply, dry run and apply of the same file once more (nothing to do), a year's
renewal of everybody (dry run, apply), and taking it back. Seconds of the clock, of the processor (the database's too),
peak megabytes, and the ratio to the floor of the same run: reading the file and writing one row for each line.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from bench.processes import cpu_seconds
from bench.site import DURABLE, ROOT, environment, postmaster
from tests.postgres import private_postgres

KINDS = ("FULL", "FULL", "FULL", "ASSOC", "TRAIN", "ALLIED", "INTL", "EMER", "HON", "STUDENT")
HEAD = (
    "member_id,first_name,last_name,credentials,email,member_type,status,join_date,paid_thru,title,company,city,state,"
    "country,specialty,npi,committees,directory_optout,no_email,deceased"
)


def roster(rows: int, paid: str) -> str:
    """A roster of so many invented members, always the same for the same number."""
    chance = random.Random(4)
    given = [
        f"{first}{second}" for first in ("An", "Be", "Ca", "Do", "El", "Fa") for second in ("na", "ro", "lin", "dis")
    ]
    family = [
        f"{first}{second}"
        for first in ("Ek", "Hol", "Sand", "Lind", "Mar")
        for second in ("berg", "mann", "son", "ley")
    ]
    lines = [HEAD]
    for number in range(1, rows + 1):
        kind = chance.choice(KINDS)
        first, last = chance.choice(given), f"{chance.choice(family)}{chance.choice('abcdefghij')}"
        until = "" if kind == "HON" else paid
        chair = "ethics:member:2026-01-01:2029-01-01" if number % 100 == 0 else ""
        lines.append(
            f"{number:06d},{first},{last},MD,m{number}@example.net,{kind},A,2015-03-01,{until},Physician,"
            f"Clinic {number % 400},Town {number % 900},MN,US,Medical oncology,,{chair},{number % 50 == 0:d},0,0"
        )
    return "\n".join(lines) + "\n"


def step(name: str, words: list[str], env: dict[str, str], database: list[int], floor: float = 0.0) -> float:
    """Run one command in a process of its own and print what it took. Returns its CPU seconds, the database's too.

    Args:
        words: what follows `python -m bench.roster`.
        floor: CPU seconds of the floor.
    """
    began, before, there = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN), cpu_seconds(*database)
    done = subprocess.run(
        [sys.executable, "-m", "bench.roster", *words], env=env, cwd=ROOT, check=False, text=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime + cpu_seconds(*database) - there
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-800:]}")
    said = done.stdout.strip().splitlines()
    ratio = f"{cpu / floor:.0f}" if floor else "1"
    print(f"| {name} | {time.monotonic() - began:.1f} | {cpu:.2f} | {ratio} | {said[-1]} |", flush=True)
    return cpu


def write_floor(file: Path, url: str) -> None:
    """The floor: read the file and write one row for each line into one table, in one transaction, without Django."""
    with file.open(newline="") as stream:
        head, *rows = csv.reader(stream)
    if url:
        import psycopg

        connection: Any = psycopg.connect(url)
    else:
        connection = sqlite3.connect(file.with_name("floor.sqlite3"))
    mark = "%s" if url else "?"
    columns = ", ".join(f"c{number} text" for number in range(len(head)))
    with closing(connection), connection:
        cursor = connection.cursor()
        cursor.execute(f"CREATE TABLE bench_floor ({columns})")
        cursor.executemany(f"INSERT INTO bench_floor VALUES ({', '.join([mark] * len(head))})", rows)
        connection.commit()
    _say_peak()


def _say_peak() -> None:
    print(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measured(arguments: list[str]) -> None:
    """Inside the process that is measured: run the command, then say the peak of memory."""
    import django

    from collegium import cli

    django.setup()
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    ended = cli.main(arguments)
    sys.stdout = sys.__stdout__
    if ended:
        raise SystemExit(ended)
    _say_peak()


def main() -> None:
    """Measure on the database that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="roster-bench-")))
        url = stack.enter_context(private_postgres(*DURABLE)) if options.postgres else ""
        env = environment(home, url, 8000)
        if url:
            env["COLLEGIUM_DATABASE_URL"] = url
        this, following = home / "this.csv", home / "following.csv"
        this.write_text(roster(options.rows, "2026-12-31"))
        following.write_text(roster(options.rows, "2027-12-31"))
        print(f"{options.rows:,} rows, {'PostgreSQL' if url else 'SQLite'}, load {os.getloadavg()[0]:.1f}\n")
        print("| step | seconds | CPU, s | x floor | peak MB |\n| --- | --- | --- | --- | --- |")
        base = postmaster(url)
        floor = step("the floor", ["--floor", str(this), url], env, base)
        step("the tables of a new site", ["--measured", "manage", "migrate", "-v", "0"], env, base, floor)
        for name, file, more in (
            ("first roster, dry run", this, []), ("first roster, apply", this, ["--apply", "--confirm"]),
            ("same again, apply", this, ["--apply"]), ("everybody renews, dry run", following, []),
            ("everybody renews, apply", following, ["--apply", "--confirm"]),
        ):  # fmt: skip
            words = ["--measured", "roster", str(file), "--on", "2026-11-01", *more]
            step(name, words, env, base, floor)
        step("undo", ["--measured", "roster", "--undo"], env, base, floor)


if __name__ == "__main__":
    if "--measured" in sys.argv[1:2]:
        measured(sys.argv[2:])
    elif "--floor" in sys.argv[1:2]:
        write_floor(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
