"""A real site from the outside: init, check, backup and restore, and what kill -9 leaves."""

from __future__ import annotations

import http.client
import io
import json
import os
import signal
import sqlite3
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from collegium.outbox.tests.site import INIT, Site, another_database, wait_for

FILL = """
from collegium.accounts.models import User
from collegium.audience.actions import grant
from collegium.audience.reader import reader_for
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.files.actions import attach, store
from collegium.forums.actions import start_topic
from collegium.forums.models import Forum
from collegium.web.models import KeptVersion
from django.test import Client
mia = User.objects.create_user("mia", "mia@example.org", None, name="Mia Lindholm", handle="mia")
grant(mia, "member")
reader = reader_for(mia)
topic = start_topic(Forum.objects.first(), "How do you time the first call?", Words.plain("On day three."), reader)
post_reply(topic, Words.plain("Größe, 10 µg, “quoted”."), reader)
file = store(b"%PDF-1.4 paper", "paper.pdf", mia)
attach([file.pk], "piece", topic.pk, mia)
client = Client(HTTP_HOST="localhost")
client.force_login(mia)
print(topic.pk, client.cookies["session"].value)
"""

WRITE = """
from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Piece
from collegium.discussion.words import Words
mia = User.objects.get(username="mia")
print(post_reply(Piece.objects.get(kind="topic"), Words.plain("Ottilie was born that day."), reader_for(mia)).pk)
"""
TAKE_BACK = """
from collegium.discussion.actions import take_back
from collegium.discussion.models import Reply
take_back(Reply.objects.get(pk={reply}))
"""


def kill_all(parent: int) -> None:
    """kill -9 of `serve` and of the processes that answer for it."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    for pid in (*children, parent):
        os.kill(int(pid), signal.SIGKILL)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A founded site with a member, a topic, a reply, a paper; its topic's id and the member's session."""
    home = tmp_path_factory.mktemp("site")
    with another_database(home) as url:
        made = Site(home, url)
        made.founded = made.run(*INIT)
        assert made.founded.returncode == 0, made.founded.stderr
        made.topic, made.session = made.python(FILL).split()
        yield made


def test_init_says_what_was_decided_and_what_comes_next(site):
    page = site.founded.stdout
    assert page.startswith("Juniper Society of Rheumatology has a site.")
    for word in ("blogs", "collegium serve", "/accounts/first/", "ada@example.org", "second factor", "roster"):
        assert word in page
    assert (site.home / "collegium.env").read_text() == "COLLEGIUM_URL=http://localhost:8000\n"
    assert not (site.home / "collegium.env").stat().st_mode & 0o077


def test_init_makes_the_defaults(site):
    facts = json.loads(
        site.python(
            "import json\n"
            "from collegium.web.models import Society\n"
            "from collegium.forums.models import Forum\n"
            "from collegium.organizations.models import Organization\n"
            "from collegium.audience.reader import reader_for\n"
            "from collegium.accounts.models import User\n"
            "ada = User.objects.get(email='ada@example.org')\n"
            "from collegium.audience.models import Standing\n"
            "print(json.dumps([Society.current().short_name, list(Forum.objects.values_list('readers', 'writers')),"
            " Organization.objects.get(is_host=True).name, ada.has_usable_password(),"
            " sorted(Standing.objects.filter(person=ada).values_list('kind', flat=True))]))"
        )
    )
    assert facts == [
        "Juniper",
        [[3, 3], [3, 3], [2, 2]],
        "Juniper Society of Rheumatology",
        False,
        ["administrator", "staff"],
    ]


def test_first_administrator_gets_a_code_for_the_first_sign_in(site):
    found = site.python(
        "from collegium.membership.finding import person_for_first_sign_in as find\n"
        "print(find('ada@example.org').name, find('mia@example.org'))"
    )
    assert found == "Ada Brandt None"


def test_init_cannot_touch_a_folder_that_holds_a_site(site):
    again = site.run(*INIT)
    assert again.returncode == 1
    assert again.stderr.strip().endswith("holds a site already. collegium serve serves it.")
    assert again.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "These are needed: --society, --short-name, --url, --admin-name, --admin-email."),
        ([*INIT[1:6], "connect.example.org", *INIT[7:]], "expected the public address"),
        ([*INIT[1:8], "nobody", *INIT[9:]], "nobody is not a mail address."),
        ([*INIT[1:], "--time-zone", "Moon/Sea"], "Moon/Sea is not a time zone"),
    ],
)
def test_init_cannot_begin_with_wrong_answers(tmp_path, words, said):
    with another_database(tmp_path) as url:
        done = Site(tmp_path, url).run("init", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "collegium.env").exists()


def test_init_cannot_make_a_site_of_the_demo(tmp_path):
    (tmp_path / "this-is-a-demo").touch()
    done = Site(tmp_path, "").run(*INIT)
    assert done.returncode == 1
    assert "holds the demo" in done.stderr


def test_backup_of_the_running_site_comes_back_row_for_row(site, tmp_path):
    file = tmp_path / "site.backup"
    with site.served():
        done = site.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert not file.stat().st_mode & 0o077
    assert [path.name for path in tmp_path.iterdir()] == ["site.backup"]
    target_home = tmp_path / "other"
    target_home.mkdir()
    with another_database(target_home) as url:
        target = Site(target_home, url)
        restored = target.run("restore", str(file))
        assert restored.returncode == 0, restored.stderr
        assert "every table has the rows it had" in restored.stdout
        compare = (
            "import json\nfrom django.db import connection\nfrom collegium.outbox import backup\n"
            "print(json.dumps(backup.hashes()))"
        )
        passing = {"django_session", "usersessions_usersession", "outbox_beat"}
        before, after = (json.loads(one.python(compare)) for one in (site, target))
        moving = {
            *passing,
            "web_cache",
            "web_counted",
            "outbox_schedule",
            "django_tasks_database_dbtaskresult",
        }  # jobs of the served source go on
        same = {name for name in before if name not in moving and before[name] == after[name]}
        assert set(before) - moving == same
        assert before["django_session"]["rows"]  # one, and those of other tests that signed in here before
        assert {after[name]["rows"] for name in passing} == {0}
        assert (target_home / "secret-key").read_text() == (site.home / "secret-key").read_text()
        papers = [path.read_bytes() for path in (target_home / "files").rglob("file")]
        assert papers == [b"%PDF-1.4 paper"]
        assert "holds a site already" in target.run("restore", str(file)).stderr


def test_restore_cannot_bring_back_what_was_taken_back_since(site, tmp_path):
    file, home = tmp_path / "site.backup", tmp_path / "other"
    home.mkdir()
    reply = int(site.python(WRITE))
    assert site.run("backup", str(file)).returncode == 0
    site.python(TAKE_BACK.format(reply=reply))
    noted = site.home / "taken-back.jsonl"
    assert "Ottilie" not in noted.read_text()
    with another_database(home) as url:
        target = Site(home, url)
        broken = tmp_path / "broken.jsonl"
        broken.write_text("no list\n")
        refused = target.run("restore", str(file), "--taken-back", str(broken))
        assert (refused.returncode, "Line 1 of" in refused.stderr) == (1, True)
        restored = target.run("restore", str(file), "--taken-back", str(noted))
        assert restored.returncode == 0, restored.stderr
        assert "Taken back again, as identifying a patient: 1 " in restored.stdout
        said = f"from collegium.discussion.models import Reply\nprint(repr(Reply.objects.get(pk={reply}).text))"
        assert target.python(said) == "''"
        assert (home / "taken-back.jsonl").read_text() == noted.read_text()


def test_damaged_or_foreign_backup_cannot_be_restored(site, tmp_path):
    file, broken = tmp_path / "site.backup", tmp_path / "broken.backup"
    assert site.run("backup", str(file)).returncode == 0
    with tarfile.open(file) as whole, tarfile.open(broken, "w") as part:
        for entry in whole:
            if entry.name.startswith("database"):
                content = whole.extractfile(entry).read()
                damaged = content.replace(b"On day three", b"On day seven")
                (tmp_path / "db").write_bytes(damaged if damaged != content else content[: len(content) // 2])
                part.add(tmp_path / "db", arcname=entry.name)
            else:
                part.addfile(entry, whole.extractfile(entry))
    (tmp_path / "words.txt").write_text("no backup")
    home = tmp_path / "other"
    home.mkdir()
    with another_database(home) as url:
        target = Site(home, url)
        for given in (broken, tmp_path / "words.txt", tmp_path / "absent"):
            done = target.run("restore", str(given))
            assert done.returncode == 1, given
            assert done.stderr.startswith("collegium: "), done.stderr
            assert list(home.iterdir()) == [], "a refused restore leaves something behind"
        assert target.run("check").returncode == 1


def test_backup_without_all_its_files_cannot_be_restored_in_part(site, tmp_path):
    file, cut, emptied = tmp_path / "site.backup", tmp_path / "cut.backup", tmp_path / "emptied.backup"
    assert site.run("backup", str(file)).returncode == 0
    cut.write_bytes(file.read_bytes()[:-30_000])
    with tarfile.open(file) as whole, tarfile.open(emptied, "w") as part:
        for entry in whole:
            if not entry.name.startswith("files/"):
                part.addfile(entry, whole.extractfile(entry))
    home = tmp_path / "other"
    home.mkdir()
    with another_database(home) as url:
        target = Site(home, url)
        for given, said in ((cut, "only a part of one"), (emptied, "it lacks files/")):
            done = target.run("restore", str(given))
            assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
            assert said in done.stderr
            assert list(home.iterdir()) == [], "a refused restore leaves something behind"
        assert "There is no site yet" in target.run("check").stdout
        assert target.run("restore", str(file)).returncode == 0


def test_refused_restore_cannot_touch_what_was_there(site, tmp_path):
    file, broken, home = tmp_path / "site.backup", tmp_path / "broken.backup", tmp_path / "other"
    assert site.run("backup", str(file)).returncode == 0
    with tarfile.open(file) as whole, tarfile.open(broken, "w") as other:
        for entry in whole:
            content = whole.extractfile(entry).read()
            if entry.name == "manifest.json":  # all bytes are right; the rows are said to be others
                manifest = json.loads(content)
                manifest["tables"]["web_society"]["rows"] += 1
                content = json.dumps(manifest).encode()
                entry.size = len(content)
            other.addfile(entry, io.BytesIO(content))
    (home / "files").mkdir(parents=True)
    (home / "secret-key").write_text("the former key, which is long enough for this")
    (home / "files" / "mine.txt").write_text("mine")
    with another_database(home) as url:
        target = Site(home, url)
        assert "the rows of web_society are not" in target.run("restore", str(broken)).stderr
        assert (home / "secret-key").read_text() == "the former key, which is long enough for this"
        assert (home / "files" / "mine.txt").read_text() == "mine"
        assert "There is no site yet" in target.run("check").stdout
        assert target.run("restore", str(file)).returncode == 0


def test_backup_cannot_overwrite(site, tmp_path):
    (tmp_path / "old").write_text("precious")
    done = site.run("backup", str(tmp_path / "old"))
    assert done.returncode == 1
    assert (tmp_path / "old").read_text() == "precious"


def test_served_site_is_ready_and_ends_on_sigterm(site):
    site.python("from collegium.outbox.models import Beat; Beat.objects.all().delete()")  # of killed ones
    with site.served() as (port, process):
        wait_for(f"http://127.0.0.1:{port}/readyz")
        assert "well" in site.run("check", "--data").stdout
        process.terminate()
        assert process.wait(20) == 0
    assert site.python("from collegium.outbox.models import Beat; print(Beat.objects.count())") == "0"


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="one database is enough for this one"
)
def test_acknowledged_replies_survive_kill_9(site):
    acknowledged: list[str] = []

    def write(port: int, who: str) -> None:
        cookie = f"session={site.session}; csrf={'c' * 32}"
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Host": f"localhost:{port}"}
        try:
            for number in range(10_000):
                words = f"Written by {who} as {number:06d}."
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                form = {"body": words, "token": f"{who}{number}", "csrfmiddlewaretoken": "c" * 32}
                connection.request("POST", f"/pieces/{site.topic}/replies/", urlencode(form), headers)
                if connection.getresponse().status == 303:
                    acknowledged.append(words)
                connection.close()
        except (OSError, http.client.HTTPException):
            return

    with site.served() as (port, process):
        writers = [threading.Thread(target=write, args=(port, who)) for who in ("first", "second")]
        for writer in writers:
            writer.start()
        end = time.monotonic() + 30
        while len(acknowledged) < 10 and time.monotonic() < end:
            time.sleep(0.05)
        kill_all(process.pid)
        for writer in writers:
            writer.join(20)
    database = sqlite3.connect(site.home / "collegium.sqlite3")
    stored = [text for (text,) in database.execute("SELECT text FROM discussion_reply")]
    database.close()
    assert len(acknowledged) >= 10
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))


ANSWER = """
from collegium.accounts.models import User
from collegium.audience.actions import grant
from collegium.audience.reader import reader_for
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Piece
from collegium.discussion.words import Words
grace = User.objects.create_user("grace", "grace@example.org", None, name="Grace Aldous", handle="grace")
grant(grace, "member")
post_reply(Piece.objects.get(kind="topic"), Words.plain("On day two, by telephone."), reader_for(grace))
"""
SIGN_IN = """
from collegium.accounts.models import User
from django.test import Client
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(handle="mia"))
print(client.cookies["session"].value)
"""


@contextmanager
def _live(port: int, session: str) -> Iterator[http.client.HTTPResponse]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", "/live/", headers={"Host": f"localhost:{port}", "Cookie": f"session={session}"})
        with line.getresponse() as stream:
            yield stream


def _event(stream: http.client.HTTPResponse) -> dict[str, int]:
    for _line in range(30):
        line = stream.readline().decode()
        if line.startswith("data: "):
            return dict(json.loads(line.removeprefix("data: ")))
    raise AssertionError("Nothing came.")


def test_one_browser_cannot_open_live_streams_without_end(site):
    own = site.python(SIGN_IN)
    with site.served() as (port, _process), ExitStack() as streams:
        opened = [streams.enter_context(_live(port, own)).status for _number in range(5)]
        assert opened == [200, 200, 200, 200, 429]


def test_live_stream_tells_numbers_as_they_move_and_cannot_outlive_the_session(site):
    own = site.python(SIGN_IN)
    with site.served() as (port, _process):
        with _live(port, "nobody") as refused:
            assert refused.status == 403
        with _live(port, own) as stream:
            assert (stream.status, stream.getheader("Content-Type")) == (200, "text/event-stream; charset=utf-8")
            assert stream.getheader("X-Content-Type-Options") == "nosniff"
            before = _event(stream)
            site.python(ANSWER)
            assert _event(stream)["notifications"] == before["notifications"] + 1
            site.python(f"from django.contrib.sessions.models import Session; Session.objects.get(pk='{own}').delete()")
            ended = time.monotonic()
            assert b"data" not in stream.read()
            assert time.monotonic() - ended < 6
