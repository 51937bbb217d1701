"""The catalogs of every language: `python -m collegium.web.translations` writes them, with `--check` only compares.

The strings come out of the Python and Jinja2 sources into `locale/messages.pot`; each language's `django.po` is
brought in step with it and compiled. The compiled files are committed, so that an installation needs no tool.
`--pseudo FOLDER` makes the two languages that find untranslated words and screens that break (see `pseudo.py`).
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from collegium.web import pseudo

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
TEMPLATE = LOCALE / "messages.pot"
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**", "jinja2"),
]
OPTIONS = {
    "**/templates/**": {
        "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false",
        "extensions": "jinja2.ext.do",
    }
}  # fmt: skip
_PLAIN = ("_", "_lazy", "_now", "later", "gettext", "gettext_lazy", "gettext_noop", "N_")
KEYWORDS = (
    dict.fromkeys(_PLAIN)
    | dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
    | dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
    | {"npgettext": ((1, "c"), 2, 3)}
)
HEADER = """# {title}
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
NAMES = {"": "Collegium: every string people read.", "es": "Collegium in Spanish, as medical societies write: usted."}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|</?\w+|\{\w*\}")
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
NOT_FOR_READERS = ("desk/", "demo/", "importing/", "server.py", "cli.py")


def extract() -> Catalog:
    """Every string of the sources, without line numbers, so that a moved line changes nothing."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    found = extract_from_dir(ROOT, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, strip_comment_tags=True)
    for filename, _line, message, _comments, context in found:
        name = Path(filename).as_posix()
        if not _is_for_operators(name):
            catalog.add(message, locations=[(name, 1)], context=context)
    return catalog


def _is_for_operators(name: str) -> bool:
    return "/management/" in name


def updated(language: str, template: Catalog) -> Catalog:
    """A language's catalog with exactly the strings of `template`; nothing is guessed from similar ones."""
    path = po_path(language)
    old = _read(path.read_text() if path.exists() else "", language)
    new = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in _messages(template):
        known = old.get(message.id, message.context)
        new.add(message.id, known.string if known else "", locations=message.locations, context=message.context)
        if known and known.fuzzy:
            new.get(message.id, message.context).flags.add("fuzzy")  # type: ignore[union-attr]
    return new


def _read(text: str, language: str) -> Catalog:
    return read_po(io.StringIO(text), locale=language, domain="django")


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def po_path(language: str) -> Path:
    """Where a language's sentences are kept, to be edited by hand."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def as_text(catalog: Catalog, language: str = "") -> str:
    """The catalog as a .po: sorted, with file names only, no dates."""
    out = io.BytesIO()
    write_po(out, catalog, sort_output=True, include_lineno=False, omit_header=True, width=110)
    head = HEADER.format(title=NAMES.get(language, language), language=language, plurals=catalog.plural_forms)
    return head + out.getvalue().decode()


def compiled(catalog: Catalog) -> bytes:
    """The catalog as a .mo that is the same whenever it is made."""
    catalog.creation_date = catalog.revision_date = NO_DATE
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def languages() -> list[str]:
    """The languages that are kept beside English."""
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def products() -> dict[Path, bytes]:
    """Every file that follows from the sources and the translators' sentences, with what must stand in it."""
    template = extract()
    files = {TEMPLATE: as_text(template).encode()}
    for language in languages() or ["es"]:
        catalog = updated(language, template)
        files[po_path(language)] = as_text(catalog, language).encode()
        files[po_path(language).with_suffix(".mo")] = compiled(catalog)
    return files


def faults(language: str) -> Iterator[str]:
    """What keeps a language from being complete: one sentence a string."""
    for message in _messages(_read(po_path(language).read_text(), language)):
        yield from _faults(message, language)


def _forms(words: Any) -> list[str]:
    """The one form of a sentence, or one for each number."""
    return list(words) if isinstance(words, (tuple, list)) else [words or ""]


def _faults(message: Message, language: str) -> Iterator[str]:
    source, words = _forms(message.id), _forms(message.string)
    if not all(words) or message.fuzzy:
        if not all(name.startswith(NOT_FOR_READERS) for name, _line in message.locations):
            yield f"{language}: “{source[0]}” is not translated; write it into {po_path(language)}."
        return
    wanted = set(PLACEHOLDER.findall(source[-1]))
    for text in words if len(words) == 1 else words[1:]:
        if set(PLACEHOLDER.findall(text)) != wanted:
            yield f"{language}: “{source[-1]}” needs {', '.join(sorted(wanted)) or 'no placeholder'} in “{text}”."
    if not set(PLACEHOLDER.findall(words[0])) <= wanted | set(PLACEHOLDER.findall(source[0])):
        yield f"{language}: “{source[0]}” has no such placeholder as in “{words[0]}”."


def check() -> list[str]:
    """Every reason why the catalogs can't be shipped as they are."""
    stale = [path for path, content in products().items() if not path.exists() or path.read_bytes() != content]
    reasons = [
        f"{path.relative_to(ROOT)} is not current; run .venv/bin/python -m collegium.web.translations."
        for path in stale
    ]
    return reasons + [reason for language in languages() for reason in faults(language)]


def write_pseudo(folder: Path) -> None:
    """Make both pseudo languages below `folder`, for tests and for `COLLEGIUM_DEBUG`."""
    template = extract()
    for language, change in pseudo.LANGUAGES.items():
        catalog = pseudo.translated(template, change)
        path = folder / pseudo.folder_name(language) / "LC_MESSAGES" / "django.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compiled(catalog))


def main(arguments: list[str]) -> int:
    """Write the catalogs, or with `--check` say what is wrong with them; returns the exit code."""
    if arguments[:1] == ["--pseudo"]:
        write_pseudo(Path(arguments[1]))
        return 0
    if "--check" not in arguments:
        for path, content in products().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    reasons = check()
    if reasons:
        more = [f"And {len(reasons) - 40} more."] if len(reasons) > 40 else []
        print("\n".join(reasons[:40] + more), file=sys.stderr)
    else:
        print("All catalogs are complete.")
    return 1 if reasons else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
