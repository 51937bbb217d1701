"""Where the demo lives, decided before Django reads its settings."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from collegium.config import ROOT, unusable_home

MARK = "this-is-a-demo"
TEXTS = ROOT / "demo"


def prepare(arguments: list[str]) -> None:
    """Choose the demo's data folder and refuse one that holds a real site.

    `COLLEGIUM_HOME` decides; without it the demo lives in `var/demo` of the checkout.
    """
    home = Path(os.environ.setdefault("COLLEGIUM_HOME", str(ROOT / "var" / "demo"))).resolve()
    if any(home.glob("*.sqlite3")) and not (home / MARK).exists():
        sys.exit(f"collegium: {home} holds a real site. Give the demo a folder of its own with COLLEGIUM_HOME.")
    if not (TEXTS / "people.csv").exists():
        sys.exit("collegium: The texts of the demo come with the sources only. Run bin/demo in a checkout.")
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--port", nargs="?", default="8000")
    port = parser.parse_known_args(arguments)[0].port
    if port and port.isdecimal():  # the command itself says what is wrong with another one
        os.environ.setdefault("COLLEGIUM_URL", f"http://localhost:{port}")
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / MARK).touch()
    except OSError as error:
        raise unusable_home(home, error) from None
