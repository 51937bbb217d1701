"""Starts the processes that answer, ends them, and replaces one that died; `collegium serve` becomes this program.

Nothing of the site is loaded here: making tables and looking after the data folder took a hundred megabytes that would
otherwise be held as long as the site runs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn


def become(host: str, port: int, workers: int, *, holding: int) -> NoReturn:
    """Let this process forget the site and watch over those that answer; the file it holds open stays held."""
    os.set_inheritable(holding, True)
    root = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-P", "-m", "collegium.watch", host, str(port), str(workers)]
    os.execve(command[0], command, os.environ | {"PYTHONPATH": path})  # noqa: S606  (no shell is wanted)


def main() -> None:
    """Run granian until SIGTERM or SIGINT."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    host, port, workers = sys.argv[1:]
    Granian(
        "collegium.server:site",
        address=host,
        port=int(port),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        workers=int(workers),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
