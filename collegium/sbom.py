"""The list of parts (SBOM) of this version: `python -m collegium.sbom > collegium.cdx.json`.

CycloneDX 1.5 in JSON, made from `requirements.lock`, with the hashes that an installation checks (OWASP ASVS 15.1.2).
The same lock always gives the same list.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from typing import Any

from collegium.config import ROOT

LOCK = ROOT / "requirements.lock"
_PART = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]+])?==(?P<version>[^\s;\\]+)(?: ; (?P<where>[^\\]+?))? *\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def parts(lock: str) -> list[dict[str, Any]]:
    """The components of a lock file, in its order."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if match := _PART.match(line):
            address = f"pkg:pypi/{match['name'].lower()}@{match['version']}"
            found.append({
                "type": "library", "bom-ref": address, "name": match["name"], "version": match["version"],
                "purl": address, "externalReferences": [_distribution(address)],
            })  # fmt: skip
            if match["where"]:
                found[-1]["properties"] = [{"name": "collegium:installed-where", "value": match["where"]}]
        for sum_ in _HASH.findall(line):
            found[-1]["externalReferences"][0]["hashes"].append({"alg": "SHA-256", "content": sum_})
    return found


def _distribution(address: str) -> dict[str, Any]:
    return {
        "type": "distribution", "url": address, "comment": "One hash for each file that may be installed.",
        "hashes": [],
    }  # fmt: skip


def sbom() -> dict[str, Any]:
    """The whole document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    components = parts(LOCK.read_text())
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": own, "name": project["name"], "version": project["version"], "purl": own,
            "licenses": [{"license": {"id": "Apache-2.0"}}],
        }},
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [part["bom-ref"] for part in components]}],
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(sbom(), indent=2) + "\n")
