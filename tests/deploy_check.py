"""`python -m tests.deploy_check`: Django's deployment checks with the settings of a site on https; any warning fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile


def main() -> int:
    """Run the checks in a process of their own, in an empty data folder; returns its exit code."""
    with tempfile.TemporaryDirectory(prefix="collegium-deploy-") as home:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COLLEGIUM_")},
            "COLLEGIUM_HOME": home,
            "COLLEGIUM_URL": "https://connect.example.org",
            "COLLEGIUM_TRUSTED_PROXIES": "127.0.0.1",
        }
        command = [sys.executable, "-m", "collegium.cli", "manage", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    raise SystemExit(main())
