"""Lines, headers and paragraphs of the texts; what may stand in none of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DEMO = Path(__file__).parents[1]
SUBJECTS = {"policy", "worldwide", "technology", "science", "practice", "careers", "supportive-care", "quality"}
ROLES = {
    "physician", "pharmacist", "nurse", "trainee", "administrator",
    "social-worker", "advocate", "navigator", "registrar",
}  # fmt: skip
READERS = {"public", "guests", "members"}
RUN = 10  # words in a row that occur in one file only
HEADER = re.compile(r"([a-z][a-z_-]*): ?(.*)")
CITED = re.compile(r"10\.5555/\S+|\b(?:19|20)\d\d;\s?\d+|PMID \d+")
FORBIDDEN = {
    "placeholder text": re.compile(r"\blorem\b", re.I),
    "a dose": re.compile(r"\d[\d.,]*[\s\u00a0-]?(?:mg|mcg|µg|μg|g/m2|mL|ml|c?Gy|units?|IU)\b|\bAUC\s?\d"),
    "a price": re.compile(r"[$€£] ?\d"),
    "a brand or an institution that exists": re.compile(
        r"\b(ASCO|ESMO|ASTRO|NCCN|Mayo Clinic|Sloan Kettering|Dana-Farber|MD Anderson|Keytruda|Opdivo|Herceptin|"
        r"Ibrance|Verzenio|Taxol|Tagrisso|Imbruvica|Calquence|Venclexta|Revlimid|Darzalex|Xeloda|Neulasta|Zofran|Oncotype)\b"
    ),
    "a year": re.compile(r"\b(?!2010\b)20\d\d\b"),  # the one year of the story retold
    "a DOI that is not invented": re.compile(r"\b10\.(?!5555/)\d{4,9}/\S+"),
    "a PMID that is not invented": re.compile(r"PMID:? (?!99000\d{3}\b)\d+"),
}


class Line(NamedTuple):
    """A line of a file, or a paragraph with the number of its first line."""

    number: int
    text: str


class Faults:
    """Collects the faults and, on the way, what is counted and what must not occur twice."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.counts: Counter[str] = Counter()
        self.paragraphs: dict[str, list[str]] = defaultdict(list)
        self.runs: dict[tuple[str, ...], Path] = {}

    def add(self, path: Path, line: int, what: str) -> None:
        """Adds one fault, so that an editor can jump to it."""
        self.lines.append(f"{path.relative_to(DEMO)}:{line}: {what}")

    def read_words(self, path: Path, number: int, text: str) -> None:
        """Checks one paragraph (or cell, or list item) and remembers it."""
        for what, pattern in FORBIDDEN.items():
            found = pattern.search(CITED.sub(" ", text) if what == "a year" else text)
            if found:
                self.add(path, number, f"{what}: “{found.group().strip()}”")
        plain = " ".join(re.sub(r"<[^>]+>|^- |^(\[[^\]]*\])+", " ", text).split())
        if len(plain.split()) >= 4:
            self.paragraphs[plain.lower()].append(f"{path.relative_to(DEMO)}:{number}")
        words = re.findall(r"[\w’']+", plain.lower())
        for run in zip(*(words[at:] for at in range(RUN)), strict=False):
            if (first := self.runs.setdefault(run, path)) != path:
                self.add(path, number, f"“{' '.join(run)}” stands in {first.relative_to(DEMO)} too")
                break


def numbered(path: Path, faults: Faults) -> list[Line]:
    """The lines of a file, counted from 1."""
    raw = path.read_bytes()
    if b"\r" in raw:
        faults.add(path, 1, "line ends must be LF")
    return [Line(i, text) for i, text in enumerate(raw.decode("utf-8").splitlines(), 1)]


def split_at(lines: list[Line], mark: str) -> list[list[Line]]:
    """The parts between the lines that are exactly the mark."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        if line.text.rstrip() == mark:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def read_header(path: Path, lines: list[Line], faults: Faults) -> tuple[dict[str, str], list[Line]]:
    """The `key: value` lines at the start, and the lines after them."""
    header: dict[str, str] = {}
    for at, line in enumerate(lines):
        found = HEADER.fullmatch(line.text)
        if not found:
            return header, lines[at:]
        if found[1] in header:
            faults.add(path, line.number, f"header “{found[1]}” occurs twice")
        header[found[1]] = found[2].strip()
    return header, []


def listed(value: str, by: str = ",") -> list[str]:
    """The parts of a list in one line."""
    return [part.strip() for part in value.split(by) if part.strip()]


class Society:
    """What the other files may refer to."""

    def __init__(self, people: list[dict[str, str]]) -> None:
        self.people = {row["slug"]: row for row in people}
        self.leaders = {slug for slug, row in self.people.items() if row["office"]}


def need(path: Path, line: int, header: dict[str, str], keys: str, faults: Faults, optional: str = "") -> None:
    """Checks that a header has these keys, perhaps the optional ones, and no others, with values that are known."""
    for key in keys.split():
        if not header.get(key):
            faults.add(path, line, f"header “{key}” is missing")
    for key in header.keys() - set(keys.split()) - set(optional.split()):
        faults.add(path, line, f"header “{key}” is unknown")
    for subject in listed(header.get("subjects", "")):
        if subject not in SUBJECTS:
            faults.add(path, line, f"subject “{subject}” is unknown")
    for role in [*listed(header.get("role", "")), *listed(header.get("voices", ""))]:
        if role not in ROLES:
            faults.add(path, line, f"role “{role}” is unknown")
    if "readers" in header and header["readers"] not in READERS:
        faults.add(path, line, f"readers “{header['readers']}” is unknown")


def paragraphs(lines: list[Line]) -> Iterator[Line]:
    """Text separated by blank lines; each line of a list counts for itself."""
    block: list[Line] = []
    for line in [*lines, Line(0, "")]:
        if not line.text.strip() or line.text.startswith("- "):
            if block:
                yield Line(block[0].number, " ".join(part.text for part in block))
            block = []
        if line.text.strip():
            block.append(line)
