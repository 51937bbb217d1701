"""This site on a port of this machine, in a thread of its own on the test's connection: real HTTP, one transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


class _Site(BaseHandler):
    """Django's handler without its signals: at the end of a request they would close the test's connection."""

    def __init__(self) -> None:
        self.load_middleware()

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        response = self.get_response(WSGIRequest(environ))
        cookies = [("Set-Cookie", cookie.output(header="")) for cookie in response.cookies.values()]
        start(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return [b"".join(response)]


@contextmanager
def served(settings: Any) -> Iterator[str]:
    """The address of this site. Whoever asks waits for the answer, so that two threads never use the connection at once."""
    server = make_server("127.0.0.1", 0, _Site(), handler_class=_Quiet)
    connection, place = connections["default"], f"localhost:{server.server_port}"
    settings.SITE_URL = f"http://{place}"
    settings.OUTBOUND_TRUSTED = settings.OUTBOUND_TRUSTED | {place}
    cache.clear()

    def run() -> None:
        connections["default"] = connection
        server.serve_forever(poll_interval=0.02)

    thread = threading.Thread(target=run)
    connection.inc_thread_sharing()
    thread.start()
    try:
        yield settings.SITE_URL
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        connection.dec_thread_sharing()
