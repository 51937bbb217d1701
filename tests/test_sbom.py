"""The list of parts names everything that is locked, with its hashes, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from collegium.config import ROOT
from collegium.sbom import LOCK, parts, sbom


def test_every_locked_package_is_listed_once_with_all_its_hashes():
    lock = LOCK.read_text()
    pins = [
        re.sub(r"\[[^]]+]", "", line).split(" ")[0].rstrip("\\")
        for line in lock.splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    ]
    listed = [f"{part['name']}=={part['version']}" for part in sbom()["components"]]
    assert listed == pins
    assert len(set(listed)) == len(listed) > 30
    hashes = [one["content"] for part in sbom()["components"] for one in part["externalReferences"][0]["hashes"]]
    assert len(hashes) == lock.count("--hash=sha256:")


def test_no_part_is_without_a_hash():
    assert [part["name"] for part in sbom()["components"] if not part["externalReferences"][0]["hashes"]] == []


def test_marker_is_kept():
    part = parts("colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "a" * 64)[0]
    assert part["version"] == "0.4.6"
    assert part["properties"][0]["value"] == "sys_platform == 'win32'"


def test_command_writes_it():
    done = subprocess.run([sys.executable, "-m", "collegium.sbom"], cwd=ROOT, capture_output=True, check=True)
    document = json.loads(done.stdout)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    assert document == sbom()
