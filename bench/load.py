"""Asks for pages: wrk when it is there (one thread, 8 connections), else threads of this program; and one by one."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass
from statistics import median

CONNECTIONS = 8


class Unanswered(Exception):
    """The site did not answer as it should; the message says with what."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run under load gave."""

    requests: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def under_load(port: int, path: str, headers: dict[str, str], seconds: float) -> Load:
    """Keep 8 connections busy.

    Raises:
        Unanswered: an answer was not 200.
    """
    if shutil.which("wrk"):
        return _wrk(port, path, headers, seconds)
    return _threads(port, path, headers, seconds)


def _wrk(port: int, path: str, headers: dict[str, str], seconds: float) -> Load:
    named = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", *named, f"http://127.0.0.1:{port}{path}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if wrong := re.search(r"Non-2xx or 3xx responses: (\d+)", out):
        raise Unanswered(f"{path}: {wrong[0]}")
    found = re.search(r"(\d+) requests in ([\d.]+)s", out)
    if found is None:
        raise Unanswered(f"{path}: wrk said {out!r}")
    return Load(int(found[1]), float(found[2]))


def _threads(port: int, path: str, headers: dict[str, str], seconds: float) -> Load:
    counts: list[int] = []
    end = time.perf_counter() + seconds

    def ask() -> None:
        line, count = http.client.HTTPConnection("127.0.0.1", port), 0
        while time.perf_counter() < end:
            _one(line, path, headers)
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(sum(counts), seconds)


def _one(line: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise Unanswered(f"{path}: {answer.status}")
    return body


def alone(port: int, path: str, headers: dict[str, str], times: int = 40) -> tuple[float, int]:
    """The median milliseconds of one request after another, and the bytes of the page."""
    line, took, size = http.client.HTTPConnection("127.0.0.1", port), [], 0
    for _ in range(times):
        start = time.perf_counter()
        size = len(_one(line, path, headers))
        took.append((time.perf_counter() - start) * 1000)
    return median(took), size
