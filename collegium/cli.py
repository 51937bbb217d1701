"""The `collegium` program: a thin front on Django's commands. Exits 0, 1 (failed), 2 (wrong use)."""

from __future__ import annotations

import os
import sys

COMMANDS = {
    "demo": "Fill a demo society and serve it",
    "init": "Make a real, empty site",
    "serve": "Serve the site: web, live stream, jobs and schedule",
    "check": "Say what is wrong with settings, database, mail, storage, clock, and how to mend it",
    "person": "Add, show, suspend, restore a person; give a role",
    "office": "Give a person an office for a term",
    "roster": "Compare the society's roster with the site, and apply it",
    "import": "Import an archive: mailman FILE --into FORUM",
    "backup": "Write everything into one file",
    "restore": "Bring a backup back into an empty site",
    "bench": "Make a large society for measuring",
    "manage": "Any command of Django",
}
OWN_NAMES = {"check": "collegium_check", "import": "import_archive"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: without the program's name; default those of the process.
    """
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in ("-h", "--help"):
        print("usage: collegium COMMAND …\n")
        print("\n".join(f"  {name:<9} {text}" for name, text in COMMANDS.items()))
        return 0 if words else 2
    command, rest = words[0], words[1:]
    if command not in COMMANDS:
        print(f"collegium: there is no command {command!r}; collegium --help lists them.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collegium.settings")
    if command == "demo":
        from collegium.demo.home import prepare

        prepare(rest)
    return _run([OWN_NAMES.get(command, command), *rest] if command != "manage" else rest)


def _run(words: list[str]) -> int:
    from collegium.config import WrongSetting

    try:
        from django.core.management import CommandError, ManagementUtility

        utility = ManagementUtility(["collegium", *words])
        utility.prog_name = "collegium"
        try:
            utility.execute()
        except CommandError as error:
            print(f"collegium: {error}", file=sys.stderr)
            return 1
    except WrongSetting as error:
        print(f"collegium: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
