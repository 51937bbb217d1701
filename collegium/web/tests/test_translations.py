"""The catalogs are current and whole, and Spanish reaches the page."""

from __future__ import annotations

import ast

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from collegium.web import translations


def test_extraction_finds_python_and_templates():
    found = translations.extract()
    assert found.get("Skip to content")
    assert found.get("%(n)s leader posted").id == ("%(n)s leader posted", "%(n)s leaders posted")
    assert [name for name, _line in found.get("Skip to content").locations] == ["web/templates/web/base.html"]


def test_no_word_is_in_an_f_string():
    """Babel finds no message in there on Python 3.11, so that nobody would translate it."""
    names, hidden = set(translations.KEYWORDS), []
    for file in translations.ROOT.rglob("*.py"):
        for piece in ast.walk(ast.parse(file.read_text())):
            calls = ast.walk(piece) if isinstance(piece, ast.JoinedStr) else []
            found = [call for call in calls if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)]
            hidden += [f"{file.name}:{call.lineno}" for call in found if ast.unparse(call.func) in names]
    assert hidden == []


def test_tests_and_commands_are_not_extracted():
    names = {name for message in translations.extract() for name, _line in message.locations}
    assert not [name for name in names if "/tests/" in name or "/management/" in name]


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Reply", "", locations=[("forums/views.py", 1)]), "is not translated"),
        (Message("Reply", "Responder", flags=["fuzzy"], locations=[("forums/views.py", 1)]), "is not translated"),
        (Message("Hello %(name)s.", "Hola.", locations=[("brief/a.html", 1)]), "needs %(name)s"),
        (Message(("%(n)s a", "%(n)s b"), ("una", "varias"), locations=[("a.py", 1)]), "needs %(n)s"),
        (Message(("one a", "%(n)s b"), ("%(x)s a", "%(n)s b"), locations=[("a.py", 1)]), "no such placeholder"),
    ],
)
def test_incomplete_sentences_cannot_pass(message, fault):
    assert fault in "".join(translations._faults(message, "es"))


def test_singular_may_leave_its_number_out():
    message = Message(("%(n)s reply", "%(n)s replies"), ("una respuesta", "%(n)s respuestas"), locations=[("a.py", 1)])
    assert not list(translations._faults(message, "es"))


def test_desk_may_wait():
    assert not list(translations._faults(Message("Roster", "", locations=[("desk/a.html", 1)]), "es"))


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 respuestas"), (1, "1 respuesta"), (2, "2 respuestas"), (21, "21 respuestas")]
)
def test_spanish_plurals(count, words):
    with translation.override("es"):
        assert translation.ngettext("%(num)s reply", "%(num)s replies", count) % {"num": count} == words
