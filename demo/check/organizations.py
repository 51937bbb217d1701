"""Organizations, and who names one."""

import re
from pathlib import Path

from demo.check.reading import DEMO, Faults, Society, listed, need, numbered, paragraphs, read_header, split_at

ORGANIZATION_KEYS = "slug name kind city country employees website claimed story_author"
ORGANIZATION_OPTIONAL = "state members domains founded x facebook linkedin parent related at also ror networks"
ORGANIZATION_FORMS = {
    "slug": r"[a-z0-9]+(-[a-z0-9]+)*",
    "kind": r"[a-z]+(-[a-z]+)*",
    "country": r"[A-Z]{2}",
    "state": r"([A-Z]{2})?",
    "employees": r"\d+",
    "members": r"\d*",
    "website": r"https://[a-z0-9.-]+\.example\.(org|com|net)",
    "claimed": r"yes|no",
    "at": r"(-?\d+\.\d+, -?\d+\.\d+)?",
    "ror": r"(0[0-9a-z]{6}\d\d)?",
}


def check_organizations(path: Path, society: Society, faults: Faults) -> None:
    """Checks the organizations, and that everything that names one names an existing one."""
    found: dict[str, int] = {}
    named: list[tuple[Path, int, str]] = []
    for block in split_at(numbered(path, faults), "==="):
        header, story = read_header(path, [line for line in block if line.text or line is not block[0]], faults)
        line = block[0].number
        need(path, line, header, ORGANIZATION_KEYS, faults, ORGANIZATION_OPTIONAL)
        check_organization(path, line, header, society, faults)
        for text in paragraphs(story):
            faults.read_words(path, text.number, text.text)
        if header.get("slug", "") in found:
            faults.add(path, line, f"slug “{header['slug']}” occurs twice")
        found[header.get("slug", "")] = line
        named += [
            (path, line, slug) for key in ("parent", "related", "networks") for slug in listed(header.get(key, ""))
        ]
    for number, row in enumerate(society.people.values(), 2):
        named += [(DEMO / "people.csv", number, row["organization"])] if row["organization"] else []
    named += check_news(DEMO / "organization_news.txt", faults)
    for where, line, slug in named:
        if slug not in found:
            faults.add(where, line, f"organization “{slug}” is unknown")
    faults.counts["organizations"] = len(found)


def check_news(path: Path, faults: Faults) -> list[tuple[Path, int, str]]:
    """Checks the news of organizations. Returns which are named, and where."""
    named = []
    for block in split_at(numbered(path, faults), "==="):
        header, text = read_header(path, [line for line in block if line.text or line is not block[0]], faults)
        need(path, block[0].number, header, "organization ago title", faults, "link")
        for paragraph in paragraphs(text):
            faults.read_words(path, paragraph.number, paragraph.text)
        named.append((path, block[0].number, header.get("organization", "")))
    return named


def check_organization(path: Path, line: int, header: dict[str, str], society: Society, faults: Faults) -> None:
    """Checks the headers of one organization."""
    for key, pattern in ORGANIZATION_FORMS.items():
        if not re.fullmatch(pattern, header.get(key, "")):
            faults.add(path, line, f"{key} “{header.get(key)}” is not well formed")
    author = header.get("story_author", "")
    if " " not in author and author not in society.people:
        faults.add(path, line, f"story_author “{author}” is unknown")
