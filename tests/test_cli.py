"""The program `collegium`: 0 done, 1 failed with one sentence, 2 used wrongly."""

from __future__ import annotations

import pytest

from collegium.cli import COMMANDS, main


def test_help_lists_every_command(capsys):
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in COMMANDS)


def test_without_words_it_is_used_wrongly():
    assert main([]) == 2


def test_unknown_command_cannot_run(capsys):
    assert main(["fly"]) == 2
    assert "there is no command 'fly'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["import"], ["roster"], ["person"], ["office"], ["import", "pigeon", "f", "--into", "x"]]
)
def test_wrong_use_cannot_print_a_trace(words, capsys, db):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage: collegium")
    assert "Traceback" not in said
