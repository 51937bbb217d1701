"""Measures: pages for a visitor and a member against the floor, posting a reply, weight."""

from __future__ import annotations

import gzip
import http.client
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from urllib.parse import urlencode

from bench.load import Unanswered, alone, under_load
from bench.site import Served

SLEEP = 0.3  # seconds, until what a run left behind is done


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. CPU in milliseconds a request, latency in milliseconds, sizes in bytes."""

    data: str
    page: str
    reader: str
    per_second: float
    latency: float
    cpu: float
    floor_cpu: float
    floor_per_second: float
    size: int

    @property
    def ratio(self) -> float:
        """CPU as a multiple of the floor's."""
        return self.cpu / self.floor_cpu

    def as_dict(self) -> dict[str, object]:
        """For the JSON file."""
        return asdict(self) | {"ratio": self.ratio}


def _run(served: Served, path: str, headers: dict[str, str], seconds: float) -> tuple[float, float]:
    """CPU milliseconds a request and requests a second of one run."""
    time.sleep(SLEEP)
    before = served.cpu()
    load = under_load(served.port, path, headers, seconds)
    return (served.cpu() - before) * 1000 / load.requests, load.per_second


def measure(
    site: Served, floor: Served, name: str, page: str, path: str, reader: str, *, runs: int, seconds: float
) -> Line:
    """One page for one reader: warmed up, the median of several runs, the floor with the same bytes in between."""
    headers = {"Host": f"localhost:{site.port}"} | ({"Cookie": site.facts["cookie"]} if reader == "member" else {})
    latency, size = alone(site.port, path, headers)
    ours, bare = [], []
    for _ in range(runs):
        bare.append(_run(floor, f"/{size}", {}, max(1.0, seconds / 2)))
        ours.append(_run(site, path, headers, seconds))
    return Line(
        name, page, reader, median(per_second for _cpu, per_second in ours), latency,
        median(cpu for cpu, _per_second in ours), median(cpu for cpu, _per_second in bare),
        median(per_second for _cpu, per_second in bare), size,
    )  # fmt: skip


class Writer:
    """A member who posts one reply after another in the measured topic."""

    def __init__(self, site: Served) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", site.port)
        self.path = f"/discussion/{site.facts['piece']}/reply/"
        self.headers = {"Host": f"localhost:{site.port}", "Cookie": site.facts["cookie"]}
        self.line.request("GET", site.facts["pages"]["topic of 20"], headers=self.headers)
        answer = self.line.getresponse()
        page = answer.read().decode()
        self.token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]
        form = re.search(r'<form class="composer" method="post" action="([^"]+)"', page)
        self.path = form[1] if form else self.path
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        self.headers |= {
            "Cookie": f"{self.headers['Cookie']}; {cookie}", "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://localhost:{site.port}",
        }  # fmt: skip

    def post(self) -> None:
        """Post one reply of about 90 words."""
        words = "The second cycle went better than the first, and the patient slept. " * 7
        fields = {"csrfmiddlewaretoken": self.token, "token": uuid.uuid4().hex, "body": words, "body_format": "plain"}
        self.line.request("POST", self.path, urlencode(fields), self.headers)
        answer = self.line.getresponse()
        answer.read()
        if answer.status != 303:
            raise Unanswered(f"posting a reply: {answer.status}")


def measure_posting(site: Served, floor: Served, name: str, *, replies: int) -> Line:
    """One reply after another, durable, indexed and notified."""
    writer = Writer(site)
    for _ in range(5):
        writer.post()
    bare = _run(floor, "/300", {}, 1.0)
    before, begun, took = site.cpu(), time.perf_counter(), []
    for _ in range(replies):
        start = time.perf_counter()
        writer.post()
        took.append((time.perf_counter() - start) * 1000)
    seconds = time.perf_counter() - begun
    time.sleep(1.5)  # the jobs that the replies gave rise to count as well
    cpu = (site.cpu() - before) * 1000 / replies
    return Line(name, "posting a reply", "member", replies / seconds, median(took), cpu, bare[0], bare[1], 0)


def weight(site: Served, path: str, reader: str) -> tuple[int, int]:
    """Bytes over the wire, gzip allowed, of a first visit (page, styles, scripts, icons; fonts apart) and the next.

    What the page leads to is followed as a browser does: stylesheets, scripts and what they import at once, pictures
    that are not put off. Everything but the page is kept by the browser.
    """
    headers = {"Host": f"localhost:{site.port}", "Accept-Encoding": "gzip"}
    headers |= {"Cookie": site.facts["cookie"]} if reader == "member" else {}
    line = http.client.HTTPConnection("127.0.0.1", site.port)

    def get(address: str) -> tuple[int, str]:
        line.request("GET", address, headers=headers)
        answer = line.getresponse()
        body = answer.read()
        text = gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body
        return len(body), text.decode(errors="replace")

    page, html = get(path)
    return page + _beside(html, get), page


def _beside(html: str, get: Callable[[str], tuple[int, str]]) -> int:
    wanted = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', html)
    wanted += re.findall(r'<script[^>]* src="([^"]+)"', html)
    at_once = [tag for tag in re.findall(r"<img [^>]+>", html) if 'loading="lazy"' not in tag]
    wanted += [found[1] for tag in at_once if (found := re.search(r' src="([^"]+)"', tag))]
    sprite = re.search(r'data-sprite="([^"]+)"', html)
    wanted = [address for address in wanted if address.startswith("/")] + ([sprite[1]] if sprite else [])
    total, seen = 0, set()
    while wanted:
        address = wanted.pop().replace("&amp;", "&")
        if address in seen:
            continue
        seen.add(address)
        size, text = get(address)
        total += size
        if ".js" in address:
            folder = address.split("?")[0].rsplit("/", 1)[0]
            wanted += [f"{folder}/{name}" for name in re.findall(r'^import[^"\']*["\']\./([^"\']+)["\']', text, re.M)]
    return total
