"""PostgreSQL that starts anew under a running server: plain pages meanwhile, nothing lost or doubled, all goes on."""

from __future__ import annotations

import http.client
import time
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings

from collegium.outbox.tests.site import INIT, Site, wait_for
from collegium.outbox.tests.test_site import FILL
from tests.postgres import private_cluster

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="no server to start anew in SQLite"
)


class Browser:
    """Mia at her topic."""

    def __init__(self, port: int, site: Site) -> None:
        self.port, self.topic = port, site.topic
        self.headers = {"Cookie": f"session={site.session}; csrf={'c' * 32}", "Host": f"localhost:{port}"}

    def ask(self, method: str, address: str, form: dict[str, str] | None = None):
        """Status, headers and text of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = self.headers | ({"Content-Type": "application/x-www-form-urlencoded"} if form else {})
        connection.request(method, address, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def reply(self, words: str, token: str) -> int:
        """What is answered to a reply."""
        form = {"body": words, "token": token, "csrfmiddlewaretoken": "c" * 32}
        return self.ask("POST", f"/pieces/{self.topic}/replies/", form)[0]

    def until_well(self, address: str, seconds: float = 20) -> None:
        """Until the page is there again."""
        end = time.monotonic() + seconds
        while (status := self.ask("GET", address)[0]) != 200:
            assert time.monotonic() < end, status
            time.sleep(0.2)


@pytest.fixture(scope="module")
def gone(tmp_path_factory):
    """A served site on a database server of its own."""
    with private_cluster("fsync=off") as cluster:
        site = Site(tmp_path_factory.mktemp("site"), cluster.url)
        assert site.run(*INIT).returncode == 0
        site.topic, site.session = site.python(FILL).split()
        with site.served() as (port, process):
            wait_for(f"http://127.0.0.1:{port}/readyz")
            yield cluster, site, Browser(port, site), process


def _rows(url: str, sql: str) -> list[str]:
    with psycopg.connect(url) as database:
        return [row[0] for row in database.execute(sql)]


def _done(url: str) -> int:
    return int(_rows(url, "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'")[0])


def test_no_page_can_fail_with_a_trace_and_no_reply_is_lost_or_doubled_while_the_database_starts_anew(gone):
    cluster, site, mia, process = gone
    assert mia.reply("Before it went.", "t1") == 303
    cluster.stop()
    for address in ("/forums/", "/search/?q=call", f"/replies/{site.topic}/", "/accounts/login/"):
        status, headers, page = mia.ask("GET", address)
        assert status == 503, address
        assert headers["Retry-After"].isdigit()
        assert headers["Content-Type"].startswith("text/html")
        assert "Traceback" not in page
        assert "psycopg" not in page
    assert mia.reply("While it was gone.", "t2") == 503
    assert mia.ask("GET", "/healthz")[0] == 200
    assert mia.ask("GET", "/readyz")[::2] == (503, "database\n")
    assert process.poll() is None
    cluster.start()
    mia.until_well("/forums/")
    assert "Before it went." in _rows(cluster.url, "SELECT text FROM discussion_reply")
    assert mia.reply("While it was gone.", "t2") == 303
    assert mia.reply("While it was gone.", "t2") == 303
    assert mia.reply("After it came.", "t3") == 303
    texts = _rows(cluster.url, "SELECT text FROM discussion_reply")
    for words in ("Before it went.", "While it was gone.", "After it came."):
        assert texts.count(words) == 1, words


def test_jobs_cannot_stay_away_once_the_database_is_back(gone):
    cluster, _site, mia, process = gone
    cluster.stop("fast")
    time.sleep(3)
    cluster.start()
    mia.until_well("/readyz", 60)
    before, end = _done(cluster.url), time.monotonic() + 90  # something is due every minute
    while _done(cluster.url) == before and time.monotonic() < end:
        time.sleep(0.5)
    assert _done(cluster.url) > before
    assert process.poll() is None
