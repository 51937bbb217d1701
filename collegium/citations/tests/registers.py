"""A register on this machine that answers with the samples, for tests of looking up."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

DATA = Path(__file__).parent / "data"
SAMPLES = json.loads((DATA / "scholarly_samples.json").read_text())
DATACITE = json.loads((DATA / "datacite_doi.json").read_text())
NOTICE = SAMPLES["crossref_retraction_notice"]["message"]
ICR = {
    "message": {
        "DOI": "10.5555/icr.e101",
        "type": "journal-article",
        "title": ["A survival signature that was not"],
        "issued": {"date-parts": [[2009]]},
    }
}
BOMB = (
    b'<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2103.00666v1</id>'
    b"<title>Laugh &a; &b;</title></entry></feed>"
)


def answer_to(path: str, query: dict[str, str]) -> tuple[int, Any]:
    """What the registers would say to this address: status and JSON, or bytes as they are."""
    if path == "/works":
        updates = [NOTICE] if query["filter"] == "updates:10.5555/icr.e101" else []
        return 200, {"message": {"items": updates}}
    if path.startswith("/works/"):
        known = {"10.5555/jio.2010.28.1234": SAMPLES["crossref_work"], "10.5555/icr.e101": ICR}
        doi = unquote(path.removeprefix("/works/"))
        odd = {
            "10.5555/elsewhere": (302, b""),
            "10.5555/down": (503, b""),
            "10.5555/busy": (429, b""),
            "10.5555/large": (200, b" " * 3_000_000),
            "10.5555/odd": (200, b"<html>"),
            "10.5555/other": (200, SAMPLES["crossref_work"]),
        }
        return odd.get(doi) or ((200, known[doi]) if doi in known else (404, b"Resource not found."))
    if path.startswith("/dois/"):
        doi = unquote(path.removeprefix("/dois/"))
        known = {"10.5555/archive.42": DATACITE}
        nothing = b'{"errors":[{"status":"404","title":"The resource you are looking for doesn\'t exist."}]}'
        return (200, known[doi]) if doi in known else (404, nothing)
    if path == "/arxiv":
        name = {"2103.00042": "entry", "2103.00666": "bomb"}.get(query["id_list"], "error")
        return 200, BOMB if name == "bomb" else (DATA / f"arxiv_{name}.xml").read_bytes()
    if path == "/esummary":
        return 200, SAMPLES["esummary"]
    if path == "/idconv":
        return 200, SAMPLES["pmc_idconv"]
    return 200, SAMPLES["ctgov_v2"] if query.get("filter.ids") == "NCT00000000" else {"studies": []}


@contextmanager
def register(settings: Any, *, slow: float = 0.0) -> Iterator[list[tuple[str, dict[str, str]]]]:
    """Registers on 127.0.0.1, which the settings of this test name and allow; what they were asked, with the headers."""
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked.append((self.path, dict(self.headers)))
            status, said = answer_to(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1/inside")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            time.sleep(slow)
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    here = f"127.0.0.1:{server.server_port}"
    settings.OUTBOUND_TRUSTED = frozenset([here])
    settings.REGISTERS = {
        "crossref": f"http://{here}/works",
        "datacite": f"http://{here}/dois",
        "arxiv": f"http://{here}/arxiv",
        "pubmed": f"http://{here}/esummary",
        "pmc": f"http://{here}/idconv",
        "trials": f"http://{here}/studies",
    }
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
