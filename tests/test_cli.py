"""The program `collegium`: 0 done, 1 failed with one sentence, 2 used wrongly."""

from __future__ import annotations

import ast
import importlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError

from collegium import __version__, config
from collegium.cli import COMMANDS, main
from collegium.demo.home import prepare
from collegium.outbox.management.commands.serve import own_port, refuse_taken, take_folder

ROOT = Path(__file__).resolve().parents[1]


def collegium(home: Path | str, *words: str) -> subprocess.CompletedProcess[str]:
    """The program as an operator starts it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("COLLEGIUM_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "collegium.cli", *words], env=clean | {"COLLEGIUM_HOME": str(home)},
        cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip


def test_help_lists_every_command(capsys):
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in COMMANDS)


def test_version_is_that_of_the_site(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"collegium {__version__}\n"


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "manage"])
def test_help_says_what_is_ours_only(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    shown = capsys.readouterr().out
    assert (ended.value.code, "settings module" in shown, "--traceback" in shown) == (0, False, False)


def test_help_says_what_is_done_with_a_person(capsys):
    with pytest.raises(SystemExit):
        main(["person", "--help"])
    shown = capsys.readouterr().out
    assert all(f"    {deed} " in shown for deed in ("add", "show", "suspend", "restore", "role"))


def test_help_of_the_demo_is_there_beside_a_real_site(tmp_path):
    (tmp_path / "collegium.sqlite3").touch()
    shown = collegium(tmp_path, "demo", "--help")
    assert (shown.returncode, shown.stdout[:21]) == (0, "usage: collegium demo")
    assert "this-is-a-demo" not in {path.name for path in tmp_path.iterdir()}


def test_without_words_it_is_used_wrongly():
    assert main([]) == 2


def test_unknown_command_cannot_run(capsys):
    assert main(["fly"]) == 2
    assert "there is no command 'fly'" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["import"], ["person"], ["office"], ["import", "pigeon", "f", "--into", "x"]])
def test_wrong_use_cannot_print_a_trace(words, capsys, db):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage: collegium")
    assert "Traceback" not in said


def test_roster_without_a_file_is_one_sentence(capsys, db):
    assert main(["roster"]) == 2
    said = capsys.readouterr().err
    assert "Give a file, or --undo to take the last roster back." in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["demo", "serve"])
def test_data_folder_that_cannot_be_made_is_one_sentence(name, tmp_path):
    (tmp_path / "file").touch()
    done = collegium(tmp_path / "file" / "site", name)
    assert done.returncode == 1
    assert done.stderr.startswith("collegium: COLLEGIUM_HOME: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [["office", "list"], ["backup", "b.tar"]])
def test_without_a_site_commands_cannot_run_and_say_how_to_make_one(words, tmp_path):
    done = collegium(tmp_path, *words)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "There is no site yet. collegium init makes one" in done.stderr


def test_check_of_an_empty_folder_says_how_to_make_a_site(tmp_path):
    assert "There is no site yet: collegium init." in collegium(tmp_path, "check").stdout


def test_port_in_use_cannot_be_shared():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as our own server listens
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(CommandError, match=r"another program answers there.*--port"):
            refuse_taken("127.0.0.1", other.getsockname()[1])


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_wrong_port_cannot_be_served(port):
    with pytest.raises(CommandError, match=f"{port} is no port") as refused:
        refuse_taken("127.0.0.1", port)
    assert refused.value.returncode == 2


def test_address_of_another_machine_cannot_be_served():
    with pytest.raises(CommandError, match=r"203\.0\.113\.9 can't be used"):
        refuse_taken("203.0.113.9", 8000)


def test_demo_that_is_being_served_cannot_be_thrown_away(tmp_path, settings):
    settings.HOME = tmp_path
    take_folder(alone=True)  # nobody serves it
    take_folder(alone=False)
    take_folder(alone=False)  # pages and jobs in two programs
    with pytest.raises(CommandError, match=r"is being served\. End that program"):
        take_folder(alone=True)


@pytest.mark.parametrize(
    ("url", "port"),
    [("http://localhost:8932", 8932), ("https://connect.example.org", 8000), ("http://localhost", 8000)],
)
def test_site_is_served_where_its_address_says(url, port, settings):
    settings.CONFIG = config.Config(url=url)
    assert own_port() == port


@pytest.mark.parametrize("words", [["--port", "8123"], ["--port=8123"]])
def test_demo_knows_its_address_however_the_port_is_given(words, monkeypatch, tmp_path):
    monkeypatch.setenv("COLLEGIUM_HOME", str(tmp_path))
    monkeypatch.setenv("COLLEGIUM_URL", "")
    monkeypatch.delenv("COLLEGIUM_URL")
    prepare(words)
    assert os.environ["COLLEGIUM_URL"] == "http://localhost:8123"


def test_demo_without_its_texts_cannot_begin(tmp_path, monkeypatch):
    """As in an installation that is no checkout."""
    monkeypatch.setattr("collegium.demo.home.TEXTS", tmp_path / "none")
    monkeypatch.setenv("COLLEGIUM_HOME", str(tmp_path / "home"))
    with pytest.raises(SystemExit, match="Run bin/demo in a checkout"):
        prepare([])
    assert not (tmp_path / "home").exists()


def test_old_python_is_refused_in_words():
    """The file that refuses is one that old versions can read."""
    source = (ROOT / "bin/environment.py").read_text()
    tree = ast.parse(source, feature_version=(3, 6))
    assert not any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
    refusal = next(at for at, node in enumerate(tree.body) if isinstance(node, ast.If))
    assert not any(isinstance(node, ast.FunctionDef) for node in tree.body[:refusal])


def test_program_starts_from_a_folder_with_blanks(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "bin"))
    program_of = importlib.import_module("environment").PROGRAM
    folder = tmp_path / "größe mit blanks"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    program = folder / "collegium"
    program.write_text(program_of.format(python=folder / "python"))
    program.chmod(0o755)
    done = subprocess.run(
        [str(program), "--help"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("usage: collegium"), done.stderr


def test_reader_that_has_seen_enough_cannot_cause_a_trace(tmp_path):
    """As in `collegium check | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    other = ("COLLEGIUM_", "DJANGO_", "PYTHONUNBUFFERED")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(other)}
    done = subprocess.run(
        [sys.executable, "-m", "collegium.cli", "check"], env=clean | {"COLLEGIUM_HOME": str(tmp_path)},
        cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, timeout=60,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")
