"""The `collegium` program: a thin front on Django's commands. Exits 0, 1 (failed), 2 (wrong use)."""

from __future__ import annotations

import os
import sys

from collegium import __version__

COMMANDS = {
    "demo": "Fill a demo society and serve it",
    "init": "Make a real, empty site",
    "serve": "Serve the site: pages, jobs and schedule",
    "check": "Say what is wrong with settings, database, mail, storage, clock, and how to mend it",
    "person": "Add, show, suspend, restore a person; give a role",
    "office": "Give a person an office for a term",
    "roster": "Compare the society's roster with the site, and apply it",
    "organizations": "Bring organizations in from a ROR dump or a table",
    "import": "Bring in what was: mailman FILE --into FORUM, wordpress FILE --into BLOG",
    "backup": "Write everything into one file",
    "restore": "Bring a backup back into an empty site",
    "bench": "Make a large society for measuring",
    "manage": "Any command of Django",
}
OWN_NAMES = {"check": "collegium_check", "import": "import_archive"}
OF_DJANGO = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}


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
    if words == ["--version"]:
        print(f"collegium {__version__}")
        return 0
    command, rest = words[0], words[1:]
    if command not in COMMANDS:
        print(f"collegium: there is no command {command!r}; collegium --help lists them.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collegium.settings")
    from collegium.config import WrongSetting

    try:
        if command == "demo" and not {"-h", "--help"} & set(rest):
            from collegium.demo.home import prepare

            prepare(rest)
        return _manage(rest) if command == "manage" else _run(command, rest)
    except WrongSetting as error:
        print(f"collegium: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _manage(words: list[str]) -> int:
    """Django's own commands, with Django's own messages."""
    from django.core.management import ManagementUtility

    utility = ManagementUtility(["collegium manage", *words])
    utility.prog_name = "collegium manage"
    utility.execute()
    return 0


def _run(name: str, words: list[str]) -> int:
    """One of ours: an error is one sentence on stderr."""
    import django
    from django.core.management import CommandError, ManagementUtility
    from django.db import DatabaseError, connections

    os.umask(0o077)  # what members write is nobody else's on this machine
    django.setup()
    command = ManagementUtility(["collegium", name]).fetch_command(OWN_NAMES.get(name, name))
    command.suppressed_base_arguments = OF_DJANGO  # they work, and say nothing to who runs a society's site
    command._called_from_command_line = True  # type: ignore[attr-defined]  # wrong use: how it is used, exit code 2
    options = vars(command.create_parser("collegium", name).parse_args(words))
    try:
        try:
            command.execute(*options.pop("args", ()), **options)
        finally:
            sys.stdout.flush()  # what is still held meets a closed pipe here, not at the very end
    except CommandError as error:
        print(f"collegium: {error}", file=sys.stderr)
        return error.returncode
    except DatabaseError as error:
        from collegium.outbox.management.refusals import refusal

        print(f"collegium: {refusal(error)}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read what we print has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"collegium: {where}{error.strerror or error}. Nothing more was done.", file=sys.stderr)
        return 1
    finally:
        connections.close_all()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
