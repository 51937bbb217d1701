"""This site on a port of this machine, in a thread of its own on the test's connection: real HTTP, one transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def served(settings: Any) -> Iterator[str]:
    """The address of this site. Whoever asks waits for the answer, so that two threads never use the connection at once."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Quiet)
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
