"""What holds for every view, address, template and test of the site (docs/adding-a-screen.md)."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from collegium.audience.doors import DOORS

ROOT = Path(__file__).resolve().parents[1]
APPS = ROOT / "collegium"
FOREIGN = ("allauth.", "django.contrib.admin.", "collegium.desk.admin")  # they keep their own doors, 200 and 302
TWO_NAMES = {"file_at_width": "file_detail"}  # one view under two names, with the reason in its urls.py


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with its whole address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def is_foreign(address: str, pattern: URLPattern) -> bool:
    view = pattern.callback
    module = getattr(view, "view_class", getattr(view, "func", view)).__module__
    return address.startswith("admin/") or module.startswith(FOREIGN)


OWN = [(address, pattern) for address, pattern in walk(get_resolver()) if not is_foreign(address, pattern)]
NAMES = sorted({str(pattern.name) for _address, pattern in OWN})


def test_the_site_has_views_at_all():
    assert len(OWN) > 100


@pytest.mark.parametrize(("address", "pattern"), OWN, ids=[address or "/" for address, _pattern in OWN])
def test_every_view_declares_its_door_and_has_the_name_of_its_address(address, pattern):
    assert getattr(pattern.callback, "door", None) in DOORS
    assert pattern.callback.__name__ == TWO_NAMES.get(pattern.name, pattern.name)


@functools.cache
def sources_of_tests() -> str:
    files = [*APPS.glob("*/tests/**/*.py"), *(ROOT / "tests").glob("test_*.py")]
    return "\n".join(f"{file.stem}\n{file.read_text()}" for file in files)


def _paths(name: str) -> list[str]:
    """What a test may call a view by: its name, or the fixed end of one of its addresses."""
    words = [name]
    for address, pattern in OWN:
        if pattern.name == name:
            fixed = [part for part in re.split(r"<[^>]+>", address) if len(part) > 4]
            words += fixed[-1:] + re.findall(r"[\w-]{3,}/", re.sub(r"<[^>]+>", "", address))[-1:]
    return words


@pytest.mark.parametrize("name", NAMES)
def test_every_view_is_named_in_a_test(name):
    assert any(word in sources_of_tests() for word in _paths(name)), f"no test speaks of {name}"


OF_ALLAUTH = ("account", "mfa", "usersessions", "allauth")  # our pages for its views, which name them
RENDER = re.compile(r"""["'](\w+)/(\w+)\.html["']""")


def test_every_template_of_a_screen_is_rendered_by_a_view_or_included():
    """A template without a view, and a view that renders what is not there, are both mistakes."""
    sources = "\n".join(file.read_text() for file in APPS.rglob("*.py") if "tests" not in file.parts)
    templates = {file.relative_to(file.parents[1]).as_posix(): file for file in APPS.glob("*/templates/*/*.html")}
    included = "\n".join(file.read_text() for file in templates.values())
    named = {f"{app}/{name}.html" for app, name in RENDER.findall(sources + included)}
    ours = {one for one in templates if one.split("/")[0] not in OF_ALLAUTH}
    assert sorted(ours - named) == []
    own = {entry.name for entry in APPS.iterdir() if (entry / "templates").is_dir()}
    missing = {one for one in named - set(templates) if one.split("/")[0] in own and not one.startswith("accounts/")}
    assert sorted(missing) == []


def _long_functions(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef) and any("open_to" in ast.dump(one) for one in node.decorator_list):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > 25:
                yield f"{file.relative_to(ROOT)}:{node.name} has {length} lines"


def test_no_view_is_longer_than_25_lines():
    files = [*APPS.glob("*/views.py"), *APPS.glob("*/views/*.py"), *APPS.glob("*/feeds.py"), *APPS.glob("web/*.py")]
    assert [line for file in files for line in _long_functions(file)] == []


CODE = ("collegium/**/*", "tests/**/*", "demo/**/*", "bench/**/*", "composer/src/**/*")
NOT_WRITTEN = {"migrations", "composer"}  # made by Django; built from composer/src


def test_no_file_has_400_lines():
    files = [file for place in CODE for end in ("py", "js", "css", "html") for file in ROOT.glob(f"{place}.{end}")]
    ours = [file for file in files if file.parent.name not in NOT_WRITTEN]
    assert len(ours) > 800
    assert [file.name for file in ours if len(file.read_text().splitlines()) >= 400] == []


# ── Access is decided in querysets, not in views ──

READABLE = {"Piece", "Topic", "Post", "Article", "Reply"}
ASKS = (
    "readable_by", "listed_for", "shown_to", "workable_by", "most_discussed", "get_readable", "newest(", "in_bulk",
)  # fmt: skip
REASONS = {  # (file, function): why its rows need no question here
    ("blogs/views/find.py", "_post"): "hands the row to admitted",
    ("blogs/views/find.py", "find_post"): "hands the rows to listed_for or get_readable",
    ("blogs/views/find.py", "find_work"): "asks who may work on it in the next lines",
    ("magazine/views/reading.py", "_find"): "hands the rows to get_readable or listed_for",
    ("discussion/views/found.py", "reply_for"): "asks for the piece and the reply in the next lines",
    ("discussion/views/found.py", "where_it_went"): "what it leads to is asked for in the next lines",
    ("discussion/views/replies.py", "take_back"): "the author's own words, found by the deed before",
    ("desk/views/editorial.py", "article_of"): "editors have every article in full",
    ("forums/views.py", "_in_forum"): "hands the row to admitted",
    ("forums/views.py", "accept_answer"): "a reply of a topic that was read before",
    ("groups/views/talk.py", "files_of"): "shown_to follows in the next lines",
}


def _asked(file: Path) -> Iterator[tuple[str, str]]:
    """(function, statement) for each manager of a readable model whose statement does not ask for the reader."""
    source = file.read_text()
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for statement in ast.walk(function):
            if not isinstance(statement, ast.stmt) or hasattr(statement, "body"):
                continue
            text = ast.get_source_segment(source, statement) or ""
            if re.search(rf"\b({'|'.join(READABLE)})\.objects\b", text) and not any(ask in text for ask in ASKS):
                yield function.name, text


def test_views_cannot_read_without_asking_for_the_reader():
    files = [*APPS.glob("*/views.py"), *APPS.glob("*/views/*.py"), *APPS.glob("*/feeds.py")]
    found = {(file.relative_to(APPS).as_posix(), function): text for file in files for function, text in _asked(file)}
    assert {place: text for place, text in found.items() if place not in REASONS} == {}
    assert sorted(set(REASONS) - set(found)) == [], "a reason is no longer needed"
