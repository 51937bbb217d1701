"""What a roster costs: `python -m bench.roster [--rows 30000] [--postgres]`, a fresh site, each step its own process.

Steps: first dry run (everybody new), apply, dry run and apply of the same file once more (nothing to do), a year's
renewal of everybody (dry run, apply), and taking it back. Seconds of the clock, of the processor, and peak megabytes.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.site import DURABLE, ROOT, environment
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


def step(name: str, arguments: list[str], env: dict[str, str]) -> None:
    """Run one command of the site and print what it took."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "bench.roster", "--measured", *arguments], env=env, cwd=ROOT, check=False, text=True,
        capture_output=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-800:]}")
    said = done.stdout.strip().splitlines()
    print(f"| {name} | {time.monotonic() - began:.1f} | {cpu:.1f} | {said[-1]} |", flush=True)


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
    print(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


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
        print("| step | seconds | CPU, s | peak MB |\n| --- | --- | --- | --- |")
        step("the tables of a new site", ["manage", "migrate", "-v", "0"], env)
        for name, file, more in (
            ("first roster, dry run", this, []), ("first roster, apply", this, ["--apply", "--confirm"]),
            ("same again, apply", this, ["--apply"]), ("everybody renews, dry run", following, []),
            ("everybody renews, apply", following, ["--apply", "--confirm"]),
        ):  # fmt: skip
            step(name, ["roster", str(file), "--on", "2026-11-01", *more], env)
        step("undo", ["roster", "--undo"], env)


if __name__ == "__main__":
    if "--measured" in sys.argv[1:2]:
        measured(sys.argv[2:])
    else:
        main()
