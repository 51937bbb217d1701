"""Makes `.venv` with the locked packages and runs a program in it. Standard library only.

A stamp in the environment says which lock file and which Python it was made from; it is made anew only when one of
them changes. An install that fails is tried once more, and its whole output is kept in `.venv-install.log`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # before anything older versions can't read
    sys.exit("Collegium needs Python 3.11 or newer; this is %s." % sys.version.split()[0])  # noqa: UP031

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"
LOG = ROOT / ".venv-install.log"
LOCKS = {"base": ROOT / "requirements.lock", "test": ROOT / "requirements-dev.lock"}
# Read by sh, which starts Python with the same file: the path of a checkout may have blanks, a "#!" line may not.
PROGRAM = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
from collegium.cli import main

raise SystemExit(main())
"""


def _stamp(kind: str) -> str:
    return f"{kind} {hashlib.sha256(LOCKS[kind].read_bytes() + sys.version.encode()).hexdigest()}"


def _is_current(kind: str) -> bool:
    """Whether the environment holds what `kind` needs; the test environment also serves the base."""
    if not PYTHON.exists() or not STAMP.exists():
        return False
    made = STAMP.read_text()
    return made == _stamp("test") or made == _stamp(kind)


def _run(command: list[str]) -> bool:
    with LOG.open("a") as log:
        log.write("$ " + " ".join(command) + "\n")
        log.flush()
        return subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT).returncode == 0


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def _create() -> bool:
    uv = shutil.which("uv")
    if uv and _works([uv, "--version"]):
        return _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
    plain = [sys.executable, "-m", "venv", "--clear"]
    return _run([*plain, str(VENV)]) or _run([*plain, "--without-pip", str(VENV)])


def _install(kind: str) -> bool:
    lock = str(LOCKS[kind])
    uv = shutil.which("uv")
    if uv and _works([uv, "--version"]):
        install = [uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode"]
    elif _works([str(PYTHON), "-m", "pip", "--version"]):
        install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    else:
        install = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet"]
    return _run([*install, "--require-hashes", "--only-binary", ":all:", "-r", lock])


def prepare(kind: str = "base") -> None:
    """Make the environment when it is missing or old; `kind` is "base" or "test". Exits 1 with the cause if not."""
    if _is_current(kind):
        return
    print("Installing the locked packages into .venv (once) …", file=sys.stderr, flush=True)
    LOG.write_text("")
    if not ((_create() and _install(kind)) or (_create() and _install(kind))):
        print("\n".join(LOG.read_text().splitlines()[-15:]), file=sys.stderr)
        sys.exit(f"The packages could not be installed: can a package index be reached? The whole output is in {LOG}.")
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    (packages / "collegium.pth").write_text(f"{ROOT}\n")
    program = VENV / "bin" / "collegium"
    program.write_text(PROGRAM.format(python=PYTHON))
    program.chmod(0o755)
    STAMP.write_text(_stamp(kind))


def run(*command: str) -> None:
    """Replace this process by `python <command>` of the environment, started in the checkout."""
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *command])
