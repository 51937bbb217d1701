"""Where the demo lives, decided before Django reads its settings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from collegium.config import ROOT

MARK = "this-is-a-demo"


def prepare(arguments: list[str]) -> None:
    """Choose the demo's data folder and refuse one that holds a real site.

    `COLLEGIUM_HOME` decides; without it the demo lives in `var/demo` of the checkout.
    """
    home = Path(os.environ.setdefault("COLLEGIUM_HOME", str(ROOT / "var" / "demo"))).resolve()
    if any(home.glob("*.sqlite3")) and not (home / MARK).exists():
        sys.exit(f"collegium: {home} holds a real site. Give the demo a folder of its own with COLLEGIUM_HOME.")
    if "--port" in arguments and "COLLEGIUM_URL" not in os.environ:
        port = arguments[arguments.index("--port") + 1 : arguments.index("--port") + 2]
        os.environ["COLLEGIUM_URL"] = f"http://localhost:{(port or ['8000'])[0]}"
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).touch()
