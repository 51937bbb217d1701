"""Records of organizations from a file, one after another: a ROR dump (JSON, or the zip it comes in), or CSV.

A dump of 120,000 organizations is never held in memory: its array is read in pieces. What a record says is brought into
the fields of `Organization`; what is no good (an identifier that does not check, an address that is none) is left out.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit

from collegium.organizations import identifiers, names
from collegium.organizations.domains import is_usable
from collegium.organizations.vocabulary import KIND_OF_ROR, KINDS, SOCIAL
from collegium.web.lines import one_line

PIECE: Final = 1 << 16
LARGEST_RECORD: Final = 4 * 1024 * 1024  # characters
STATES: Final = {"active": "active", "inactive": "closed", "withdrawn": "withdrawn"}
COLUMNS: Final = (
    "name", "ror", "ccn", "npi", "kind", "status", "street", "city", "state", "country", "latitude", "longitude",
    "website", "domains", "founded", "employees", "members", "description", "aliases", "acronyms", "former_names",
    "parent_ror", *(key for key, _name in SOCIAL),
)  # fmt: skip
LENGTHS: Final = (("street", 160), ("city", 80), ("state", 40), ("country", 60), ("description", 400))


class UnreadableFile(Exception):
    """The file is none of those; the message is one sentence."""


@dataclass(slots=True)
class Record:
    """One organization of the file. `values` are fields of `Organization`; what the file does not say is not in it."""

    place: int  # its number in the file, from 1
    values: dict[str, Any]
    types: tuple[str, ...] = ()
    country_code: str = ""
    edges: list[tuple[str, str]] = field(default_factory=list)  # (relation, ROR ID): parent, child, related
    problem: str = ""

    @property
    def is_withdrawn(self) -> bool:
        """Whether it should not be listed."""
        return bool(self.values.get("state_of_page") == "withdrawn")


@contextmanager
def opened(path: Path) -> Iterator[Iterator[Record]]:
    """The records of a file.

    Raises:
        UnreadableFile: it is neither a dump of schema 2 nor a table with the documented header.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive)) as binary:
                yield _records(io.TextIOWrapper(binary, "utf-8-sig", newline=""))
        else:
            with path.open(encoding="utf-8-sig", newline="") as text:
                yield _records(text)
    # Fewer than `files.kinds.ZIP_FAULTS`: the caller's own ValueError and OSError pass through here and are none of it.
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path.name} is not in UTF-8. Save it as “CSV UTF-8” and give it again.") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise UnreadableFile(f"{path.name} can't be read: {error}.") from None


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The dump in a zip: the JSON of schema 2, else the largest JSON, else the largest CSV."""
    wanted = ("_schema_v2.json", ".json", ".csv")
    for ending in wanted:
        found = [one for one in archive.infolist() if one.filename.lower().endswith(ending)]
        if found:
            return max(found, key=lambda one: one.file_size)
    raise UnreadableFile("The zip holds neither a JSON nor a CSV file.")


def _records(text: IO[str]) -> Iterator[Record]:
    start = text.read(PIECE)
    sign = start.lstrip()[:1]
    if sign == "[":
        yield from itertools.starmap(of_ror, enumerate(items(text, start), 1))
    elif sign == "{":
        found = itertools.chain.from_iterable(map(_in_answer, items(text, start, 0)))
        yield from itertools.starmap(of_ror, enumerate(found, 1))
    else:
        yield from _rows(text, start)


def _in_answer(item: Any) -> list[Any]:
    """One record, or those that an answer of ROR's interface holds.

    Raises:
        UnreadableFile: it is neither.
    """
    held = item.get("items") if isinstance(item, dict) else None
    if isinstance(held, list):
        return held
    if not isinstance(item, dict) or "id" not in item:
        raise UnreadableFile("This JSON holds no records of ROR. Give a dump of schema 2, or records of it.")
    return [item]


def items(text: IO[str], start: str = "", at: int = 1) -> Iterator[Any]:
    """The elements of a JSON array, or values one after another (JSON lines), read in pieces.

    Args:
        at: where the first one may stand: behind the bracket of an array, or 0.

    Raises:
        UnreadableFile: it is neither, or broken.
    """
    decoder, is_array = json.JSONDecoder(), at > 0
    held, is_over = start.lstrip(), False
    while True:
        at = _after(held, at, " \t\r\n,")
        if (is_array and at < len(held) and held[at] == "]") or (not is_array and is_over and at == len(held)):
            return
        try:
            item, at = decoder.raw_decode(held, at)
        except json.JSONDecodeError:
            if is_over or len(held) - at > LARGEST_RECORD:
                raise UnreadableFile("The JSON is broken, or ends in the middle of a record.") from None
        else:
            yield item
            if at < PIECE:
                continue
        more = text.read(PIECE)
        is_over = not more
        held, at = held[at:] + more, 0


def _after(text: str, at: int, signs: str) -> int:
    while at < len(text) and text[at] in signs:
        at += 1
    return at


def of_ror(place: int, item: Any) -> Record:
    """A record of schema 2 (https://ror.readme.io/docs/schema-v2)."""
    try:
        return _of_ror(place, item)
    except identifiers.Wrong:
        return Record(place, {}, problem=f"{str(item['id'])[:80]} is no ROR ID, its check digits do not fit")
    except (KeyError, TypeError, AttributeError, ValueError, IndexError):
        if isinstance(item, dict) and "name" in item and "names" not in item:
            return Record(place, {}, problem="it is a record of ROR schema 1; take the file that says schema_v2")
        return Record(place, {}, problem="it is no record of ROR schema 2")


def _of_ror(place: int, item: dict[str, Any]) -> Record:
    called = item["names"]
    display = next((one for one in called if "ror_display" in one["types"]), called[0])
    name = one_line(display["value"])[:200]
    values: dict[str, Any] = {
        "name": name, "ror": identifiers.ror(item["id"]), "names": names.once(_names(called, display), but=name),
        "state_of_page": STATES[item["status"]],
    }  # fmt: skip
    if not name:
        raise ValueError("no name")
    types = tuple(str(one).lower() for one in item.get("types") or [])
    values["kind"] = next((KIND_OF_ROR[one] for one in types if one in KIND_OF_ROR and one != "funder"), "other")
    if values["kind"] == "other" and "funder" in types:
        values["kind"] = "funder"
    locations = item.get("locations") or []
    details = (locations[0].get("geonames_details") or {}) if locations else {}
    if details:
        values |= _place(details) | {"geonames_id": int(locations[0]["geonames_id"])}
    websites = [one["value"] for one in item.get("links") or [] if one["type"] == "website"]
    values["website"] = _address(websites[0]) if websites else ""
    values["domains"] = [one for one in map(str.lower, item.get("domains") or []) if is_usable(one)][:20]
    values["founded"] = _number(item.get("established"), 9999)
    return Record(place, values, types, str(details.get("country_code") or ""), _edges(item.get("relationships") or []))


def _names(called: list[dict[str, Any]], display: dict[str, Any]) -> list[names.OtherName]:
    found = []
    for one in called:
        for kind in one["types"]:
            if kind in (names.ALIAS, names.ACRONYM, names.LABEL) and (one is not display or kind != names.LABEL):
                found.append(names.name_of(str(one["value"]), kind, str(one.get("lang") or "")))
    return found


def _place(details: dict[str, Any]) -> dict[str, Any]:
    """City, state (its code in the United States), country, coordinates."""
    code = details.get("country_code")
    state = details.get("country_subdivision_code" if code == "US" else "country_subdivision_name") or ""
    latitude, longitude = _float(details.get("lat"), 90), _float(details.get("lng"), 180)
    return {
        "city": one_line(details.get("name") or "")[:80], "state": one_line(state)[:40],
        "country": one_line(details.get("country_name") or "")[:60],
        "latitude": latitude if longitude is not None else None,
        "longitude": longitude if latitude is not None else None,
    }  # fmt: skip


def _edges(relationships: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = []
    for one in relationships[:500]:
        with suppress(identifiers.Wrong):
            if str(one["type"]).lower() in ("parent", "child", "related"):
                found.append((str(one["type"]).lower(), identifiers.ror(str(one["id"]))))
    return found


def _rows(text: IO[str], start: str) -> Iterator[Record]:
    """Records of a table: comma, semicolon or tab; lists within a field with semicolons or bars."""
    header = start.split("\n", 1)[0]
    sign = max(",;\t", key=header.count)
    lines = _lines(text, start)
    reader = csv.DictReader(lines, delimiter=sign)
    known = {(one or "").strip().lower() for one in reader.fieldnames or []}
    if "names.types.ror_display" in known:
        raise UnreadableFile("This is ROR's dump as CSV. Give the JSON beside it, or the zip as it was downloaded.")
    if "name" not in known or known - set(COLUMNS) - {""}:
        odd = ", ".join(sorted(known - set(COLUMNS) - {""}))
        reason = f"Its first line has columns that are not known: {odd[:400]}" if odd else "It has no column “name”"
        raise UnreadableFile(f"{reason}. Rename or leave out columns; the known ones are: {', '.join(COLUMNS)}.")
    for place, row in enumerate(reader, 1):
        yield of_row(place, {(key or "").strip().lower(): value or "" for key, value in row.items() if key})


def _lines(text: IO[str], start: str) -> Iterator[str]:
    """The lines of a text of which the start was read already."""
    yield from io.StringIO(start[: start.rfind("\n") + 1])
    rest = start[start.rfind("\n") + 1 :] + text.readline()
    if rest:
        yield rest
    yield from text


def of_row(place: int, row: dict[str, str]) -> Record:
    """A row of a table; an empty field says nothing."""
    cells = {key: one_line(value) for key, value in row.items() if one_line(value)}
    try:
        values = _values(cells)
    except (identifiers.Wrong, ValueError) as wrong:
        return Record(place, {}, problem=str(wrong))
    edges = []
    with suppress(identifiers.Wrong):
        edges = [("parent", identifiers.ror(cells["parent_ror"]))] if "parent_ror" in cells else []
    return Record(place, values, (cells.get("kind", ""),), cells.get("country", "").upper(), edges)


def _values(cells: dict[str, str]) -> dict[str, Any]:
    if not cells.get("name"):
        raise ValueError("it has no name")
    values: dict[str, Any] = {"name": cells["name"][:200]}
    for key, check in (("ror", identifiers.ror), ("ccn", identifiers.ccn), ("npi", identifiers.npi)):
        if key in cells:
            values[key] = check(cells[key])
    values |= {
        key: cells[key][:most] for key, most in LENGTHS if key in cells
    }  # fmt: skip
    if "kind" in cells:
        kind = cells["kind"].lower()
        values["kind"] = kind if kind in dict(KINDS) else KIND_OF_ROR.get(kind, "other")
    if "status" in cells:
        values["state_of_page"] = STATES.get(cells["status"].lower(), "active")
    if "latitude" in cells and "longitude" in cells:
        values["latitude"], values["longitude"] = _float(cells["latitude"], 90), _float(cells["longitude"], 180)
    if website := _address(cells.get("website", "")):
        values["website"] = website
    if "domains" in cells:
        values["domains"] = [one for one in _listed(cells["domains"].lower()) if is_usable(one)]
    for key, column in (("founded", "founded"), ("size_employees", "employees"), ("size_members", "members")):
        number = _number(cells.get(column, "").replace(",", ""), 9999 if key == "founded" else 10**8)
        if number is not None:
            values[key] = number
    social = {key: _address(cells[key]) for key, _name in SOCIAL if key in cells}
    if any(social.values()):
        values["social"] = {key: address for key, address in social.items() if address}
    kinds = (("aliases", names.ALIAS), ("acronyms", names.ACRONYM), ("former_names", names.FORMER))
    others = [names.name_of(one, kind) for column, kind in kinds for one in _listed(cells.get(column, ""))]
    return values | ({"names": names.once(others, but=values["name"])} if others else {})


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace("|", ";").split(";") if part.strip()]


def _address(text: str) -> str:
    """An address on the web as it is stored, "" when it is none."""
    address = text.strip() if "://" in text else f"https://{text.strip()}"
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and len(address) <= 200
    except ValueError:
        return ""
    return address if text.strip() and is_good and not set(address) & set(' "<>\\') else ""


def _number(value: Any, most: int) -> int | None:
    text = str(value if value is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most else None


def _float(value: Any, most: float) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) <= most else None
