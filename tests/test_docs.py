"""The documents say what the code says: every setting, command, address and path."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from collegium.cli import COMMANDS
from collegium.config import PREFIX, Config
from tests.cast import CAST
from tests.test_structure import OWN

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")])
NAMES = [str(file.relative_to(ROOT)) for file in DOCS]
OPERATING = (ROOT / "docs/operating/running.md").read_text()
SETTINGS = (ROOT / "docs/operating/settings.md").read_text()


@pytest.mark.parametrize("name", sorted(Config.model_fields))
def test_every_setting_is_listed_with_its_default(name):
    assert f"| `{PREFIX}{name.upper()}` |" in SETTINGS


def test_no_setting_is_listed_that_is_none():
    listed = set(re.findall(rf"\| `{PREFIX}(\w+)` \|", SETTINGS))
    assert listed == {name.upper() for name in Config.model_fields}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_listed(name):
    assert f"`collegium {name}`" in OPERATING


def test_every_first_part_of_an_address_is_listed():
    listed = (ROOT / "docs/adding-a-screen.md").read_text()
    firsts = {"/" + re.split(r"(?<=/)", address)[0] for address, _pattern in OWN}
    assert sorted(first for first in firsts if f"`{first}`" not in listed) == []


@pytest.mark.parametrize("file", DOCS, ids=NAMES)
def test_every_path_and_link_leads_somewhere(file):
    text = file.read_text()
    missing = [link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not (file.parent / link).exists()]
    for path in re.findall(r"`((?:collegium|docs|tests|bin|demo)/[\w./-]+)`", text):
        if not (ROOT / path).exists():
            missing.append(path)
    assert missing == []


@pytest.mark.parametrize("file", DOCS, ids=NAMES)
def test_documents_cannot_speak_of_how_they_came_about(file):
    assert not re.search(r"/work/|/tmp/|TODO|TBD|lorem ipsum", file.read_text(), re.IGNORECASE)


@pytest.mark.parametrize("handle", sorted(CAST))
def test_readme_introduces_the_cast(handle):
    assert f"| `{handle}` |" in (ROOT / "README.md").read_text()


def test_decisions_are_numbered_without_gaps():
    files = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(file.name[:3]) for file in files] == list(range(1, len(files) + 1))


def test_every_app_is_on_the_map():
    text = (ROOT / "docs/map.md").read_text()
    apps = {file.parent.name for file in (ROOT / "collegium").glob("*/apps.py")}
    assert sorted(app for app in apps if f"collegium/{app}/" not in text) == []


@pytest.mark.parametrize("file", ["asvs.md", "access-lines.md"])
def test_every_test_that_a_table_of_promises_names_is_there(file):
    text = (ROOT / "docs/security" / file).read_text()
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", text)
    assert len(named) > 40
    assert len(named) == text.count("::")
    missing = [name for path, name in named if f"def {name}(" not in (ROOT / path).read_text()]
    assert missing == []
