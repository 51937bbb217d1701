"""`python -m tests.composer_check`: whether the committed composer is what its sources make.

It needs Node 20 or newer and npm; without them it says so and passes, since nobody else needs Node here. What npm
installs stays in `composer/node_modules`, its cache in a folder that is thrown away.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

COMPOSER = Path(__file__).resolve().parent.parent / "composer"
OLDEST = 20  # "engines" in composer/package.json
TRIES = 2


def reason_to_skip() -> str:
    """Why it cannot be checked here, as a sentence; "" when it can."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return "Node and npm are not installed."
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    found = re.match(r"v(\d+)\.", version)
    if not found or int(found[1]) < OLDEST:
        return f"Node {OLDEST} or newer is needed; this is {version or 'unknown'}."
    return ""


def is_installed() -> bool:
    """Whether what the lock file names is there already."""
    kept = COMPOSER / "node_modules" / ".package-lock.json"
    return kept.exists() and kept.stat().st_mtime >= (COMPOSER / "package-lock.json").stat().st_mtime


def install() -> bool:
    """Install the locked packages, without running their scripts; one retry."""
    with tempfile.TemporaryDirectory(prefix="collegium-npm-") as cache:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        environment = {**os.environ, "npm_config_cache": cache, "npm_config_update_notifier": "false"}
        return any(subprocess.run(command, cwd=COMPOSER, env=environment).returncode == 0 for _try in range(TRIES))


def main() -> int:
    """Compare; returns 0 when it is current or cannot be checked, else 1."""
    if reason := reason_to_skip():
        print(f"SKIPPED the composer: {reason}", flush=True)
        return 0
    if not is_installed() and not install():
        print("The composer’s packages could not be installed; npm says above why.", flush=True)
        return 1
    return subprocess.run(["node", "check.mjs"], cwd=COMPOSER).returncode


if __name__ == "__main__":
    raise SystemExit(main())
