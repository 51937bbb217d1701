"""`bin/bench long`: a topic of 25,000 replies and a forum of as many topics: does page 500 cost what page 1 costs?"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.measure import Writer
from bench.site import DURABLE, Served, _python, _running, environment, floor, postmaster
from tests.ports import free_port
from tests.postgres import MissingPostgres, private_postgres

AGAIN, ANEW = 40, 5  # requests one after another: of what is kept, and each after a deed
HEADING = """| data | page | reader | CPU, ms | alone, ms | x floor | after a deed, ms |
| --- | --- | --- | --- | --- | --- | --- |"""


def main(words: list[str]) -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="bench long", description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], action="append", help="default: both")
    parser.add_argument("--replies", type=int, default=25_000)
    parser.add_argument("--topics", type=int, default=25_000)
    options = parser.parse_args(words)
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start")
    for database in options.database or ["sqlite", "postgres"]:
        try:
            with _filled(database, options.replies, options.topics) as served, floor() as bare:
                print(HEADING, flush=True)
                _measure(served, bare, f"{database}, {options.replies:,} replies", options.replies // 20)
        except MissingPostgres as missing:
            print(f"left out {database}: {missing}", flush=True)


@contextmanager
def _filled(database: str, replies: int, topics: int) -> Iterator[Served]:
    with tempfile.TemporaryDirectory(prefix="collegium-bench-") as folder:
        if database == "sqlite":
            with _served(Path(folder), "", replies, topics) as served:
                yield served
        else:
            with private_postgres(*DURABLE) as url, _served(Path(folder), url, replies, topics) as served:
                yield served


@contextmanager
def _served(home: Path, url: str, replies: int, topics: int) -> Iterator[Served]:
    port = free_port()
    env = environment(home, url, port)
    _python(env, "collegium.cli", "bench", "seed", "--members", "500", "--posts", "0")
    facts = json.loads(_python(env, "bench.prepare_long", str(replies), str(topics)).splitlines()[-1])
    if url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    command = [sys.executable, "-m", "collegium.cli", "serve", "--port", str(port)]
    with _running(command, env, port, "/healthz") as served:
        served.pids += postmaster(url)
        served.facts = facts | {"pages": {"topic of 20": facts["topic"]}, "cookie": facts["cookies"]["member"]}
        yield served


def _measure(served: Served, bare: Served, name: str, last: int) -> None:
    facts = served.facts
    writer = Writer(served)
    for reader, seen in (("member", last), ("guest", last * 2 // 3), ("visitor", last // 3)):
        pages = {f"topic, page {n}": f"{facts['topic']}?page={n}" for n in (1, 2, 250, min(500, seen), seen)}
        if reader != "visitor":
            pages |= {
                f"link to a reply ({at})": f"/replies/{facts['replies'][at]}/" for at in ("early", "late")
                if reader == "member"
            }  # fmt: skip
            pages["jump to unread"] = f"/pieces/{facts['piece']}/unread/"
        if reader == "member":
            pages |= {f"forum, page {n}": f"{facts['forum']}?page={n}" for n in (1, 500)}
        for page, path in pages.items():
            _line(served, bare, writer, f"| {name} | {page} | {reader}", path, facts["cookies"][reader])
    for deed, act in (("posting a reply", writer.post), ("reacting", lambda: _react(writer, facts))):
        cpu, alone = _cost(served, act, ANEW * 3)
        print(f"| {name} | {deed} | member | {cpu:.2f} | {alone:.1f} | | |", flush=True)


def _line(served: Served, bare: Served, writer: Writer, begin: str, path: str, cookie: str) -> None:
    headers = {"Host": f"localhost:{served.port}"} | ({"Cookie": cookie} if cookie else {})
    line, size = http.client.HTTPConnection("127.0.0.1", served.port), [0]
    ground = http.client.HTTPConnection("127.0.0.1", bare.port)

    def ask() -> None:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        size[0] = len(answer.read())
        if answer.status not in (200, 302):
            raise SystemExit(f"bench: {path} answered {answer.status}")

    def ask_floor() -> None:
        ground.request("GET", f"/{size[0]}")
        ground.getresponse().read()

    ask()
    cpu, alone = _cost(served, ask, AGAIN)
    floor_cpu, _alone = _cost(bare, ask_floor, AGAIN * 5)
    anew = 0.0
    for _ in range(ANEW):
        _react(writer, served.facts)
        time.sleep(0.15)  # until the jobs of the deed are done
        anew += _cost(served, ask, 1)[0]
    ratio = cpu / floor_cpu if floor_cpu else 0.0
    print(f"{begin} | {cpu:.2f} | {alone:.1f} | {ratio:.0f} | {anew / ANEW:.1f} |", flush=True)


def _cost(served: Served, act, times: int) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """CPU milliseconds and milliseconds of one."""
    before, begun = served.cpu(), time.perf_counter()
    for _ in range(times):
        act()
    took = (time.perf_counter() - begun) * 1000 / times
    return (served.cpu() - before) * 1000 / times, took


def _react(writer: Writer, facts: dict) -> None:  # type: ignore[type-arg]
    facts["given"] = not facts.get("given", False)
    kind = {"give" if facts["given"] else "take": "useful", "reply": facts["replies"]["early"]}
    fields = urlencode({"csrfmiddlewaretoken": writer.token, **kind})
    writer.line.request("POST", f"/pieces/{facts['piece']}/react/", fields, writer.headers)
    answer = writer.line.getresponse()
    answer.read()
    if answer.status != 303:
        raise SystemExit(f"bench: reacting answered {answer.status}")


if __name__ == "__main__":
    main(sys.argv[1:])
