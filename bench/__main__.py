"""`python -m bench`: starts its own sites, prints the table, writes bench/results/<time>.json."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import long
from bench.measure import Line, measure, measure_posting, weight
from bench.site import data, floor, site
from bench.table import changes, heading, row
from tests.postgres import MissingPostgres

RESULTS = Path(__file__).parent / "results"
PAGES = ("topic of 20", "forum list", "blogs", "blog post", "magazine issue", "home", "members", "search")
FOR_MEMBERS = ("members",)
WEIGHED = ("home", "topic of 20")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--compare", type=Path, metavar="FILE", help="an earlier run: show the change of each line")
    parser.add_argument("--database", choices=["sqlite", "postgres"], action="append", help="default: both")
    parser.add_argument("--posts", type=int, action="append", help="replies beside the demo; default: 0 and 100000")
    parser.add_argument("--members", type=int, default=2000, help="members beside the demo, where there are replies")
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument("--readers", nargs="*", choices=["visitor", "member"], default=["visitor", "member"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="of one run")
    parser.add_argument("--no-posting", action="store_true", help="leave out posting replies")
    return parser.parse_args()


def _one_site(options: argparse.Namespace, database: str, posts: int) -> dict[str, Any]:
    """Everything about one database with so many replies."""
    name = f"{database}, {'demo' if not posts else f'{posts:,} replies'}"
    members = options.members if posts else 0
    lines: list[Line] = []

    def keep(line: Line) -> None:
        lines.append(line)
        print(row(line), flush=True)

    with data(database, members, posts) as (home, url), floor() as bare, site(home, url) as served:
        how = {"runs": options.runs, "seconds": options.seconds}
        for page in options.pages:
            if page in served.facts["pages"]:
                for reader in options.readers if page not in FOR_MEMBERS else ["member"]:
                    keep(measure(served, bare, name, page, served.facts["pages"][page], reader, **how))
        weights = {
            f"{page}, {reader}": weight(served, served.facts["pages"][page], reader)
            for page in WEIGHED for reader in options.readers
        }  # fmt: skip
        if not options.no_posting:
            keep(measure_posting(served, bare, name, replies=60))
        facts = {"data": name, "memory": served.memory(), "start": served.start, "weights": weights}
    print(
        f"{name}: peak memory {facts['memory']:.0f} MB, first answer {facts['start']:.1f} s after the start, bytes of a"
        f" first and a next visit: {', '.join(f'{key} {a:,} and {b:,}' for key, (a, b) in weights.items())}\n",
        flush=True,
    )
    return facts | {"lines": [line.as_dict() for line in lines]}


def main() -> None:
    """Measure what was asked for; `long` measures a topic of 25,000 replies (bench/long.py)."""
    if sys.argv[1:2] == ["long"]:
        long.main(sys.argv[2:])
        return
    options = _arguments()
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start"
    print(f"{machine}\n{heading()}", flush=True)
    sites = []
    for database in options.database or ["sqlite", "postgres"]:
        for posts in options.posts or [0, 100_000]:
            try:
                sites.append(_one_site(options, database, posts))
            except MissingPostgres as missing:
                print(f"left out {database}: {missing}", flush=True)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}.json"
    file.write_text(json.dumps({"machine": machine, "sites": sites}, indent=1))
    if options.compare:
        print("\n".join(changes(json.loads(options.compare.read_text())["sites"], sites)))
    print(f"Written to {file}")


if __name__ == "__main__":
    main()
