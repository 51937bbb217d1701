"""The composer's check says what it does: it compares, or names the reason why it cannot."""

from __future__ import annotations

from tests import composer_check


def test_without_node_it_is_skipped_with_the_reason(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert composer_check.main() == 0
    assert "SKIPPED the composer: Node and npm are not installed." in capsys.readouterr().out


def test_too_old_a_node_cannot_compare(monkeypatch, tmp_path):
    for name, words in (("node", "v18.1.0"), ("npm", "9")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {words}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert composer_check.reason_to_skip() == "Node 20 or newer is needed; this is v18.1.0."
