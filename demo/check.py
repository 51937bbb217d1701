"""Reads every text of the demo society and prints one line per fault; exits 1 when there is any.

Run it as `python demo/check.py`. It needs nothing but the standard library. The formats are described in README.md.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

DEMO = Path(__file__).parent
SUBJECTS = {"policy", "worldwide", "technology", "science", "practice", "careers", "supportive-care", "quality"}
ROLES = {
    "physician", "pharmacist", "nurse", "trainee", "administrator",
    "social-worker", "advocate", "navigator", "registrar",
}  # fmt: skip
CATEGORIES = {
    "FULL", "ASSOC", "TRAIN", "STUDENT", "ALLIED", "INTL", "EMER", "HON", "LIFE", "CORP", "STAFF", "GUEST",
}  # fmt: skip
READERS = {"public", "guests", "members"}
GROUP_KINDS = {"open", "closed", "secret"}
STANDINGS = {"member": 300, "guest": 25, "lapsed": 8, "staff": 6}
PEOPLE_HEADER = (
    "slug,given,family,credentials,role,specialty,stage,organization,city,state,country,handle,email,"
    "category,standing,office,term_start_years_ago,headline,about,ask_me_about,followed_subjects,portrait"
)
WANTED = {
    "forums": 12, "topics": 150, "replies": 2000, "blogs": 11, "posts": 40, "issues": 4, "groups": 10,
    "organizations": 40,
}  # fmt: skip
ORGANIZATION_KEYS = "slug name kind city country employees website claimed story_author"
ORGANIZATION_OPTIONAL = "state members domains founded x facebook linkedin parent related"
ORGANIZATION_FORMS = {
    "slug": r"[a-z0-9]+(-[a-z0-9]+)*",
    "kind": r"[a-z]+(-[a-z]+)*",
    "country": r"[A-Z]{2}",
    "state": r"([A-Z]{2})?",
    "employees": r"\d+",
    "members": r"\d*",
    "website": r"https://[a-z0-9.-]+\.example\.(org|com|net)",
    "claimed": r"yes|no",
}

TAG = re.compile(r"\[([^\]\n]*)\]")
HEADER = re.compile(r"([a-z][a-z_-]*): ?(.*)")
CITED = re.compile(r"10\.5555/\S+|\b(?:19|20)\d\d;\s?\d+|PMID \d+")
FORBIDDEN = {
    "placeholder text": re.compile(r"\blorem\b", re.I),
    "a dose": re.compile(r"\d[\d.,]*[\s\u00a0-]?(?:mg|mcg|µg|μg|g/m2|mL|ml|c?Gy|units?|IU)\b|\bAUC\s?\d"),
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
    if "role" in header and header["role"] not in ROLES:
        faults.add(path, line, f"role “{header['role']}” is unknown")
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


def check_replies(path: Path, parts: list[list[Line]], society: Society, faults: Faults, own: str) -> list[set[str]]:
    """The replies of a topic or comments of a post: their tags, and their words. Returns the tags of each."""
    seen: list[set[str]] = []
    for number, part in enumerate(parts, 1):
        texts = list(paragraphs(part))
        if not texts:
            faults.add(path, part[0].number if part else 1, f"reply {number} is empty")
            seen.append(set())
            continue
        start = re.match(r"(?:\[[^\]\n]*\])*", texts[0].text)
        tags = TAG.findall(start.group()) if start else []
        for tag in tags:
            check_tag(path, texts[0].number, tag, number, society, faults, own)
        if len([tag for tag in tags if not tag.startswith("quotes")]) > 1:
            faults.add(path, texts[0].number, f"reply {number} has two authors")
        for text in texts:
            faults.read_words(path, text.number, text.text)
        seen.append(set(tags))
    faults.counts["replies" if own == "asker" else "comments"] += len(parts)
    return seen


def check_tag(path: Path, line: int, tag: str, number: int, society: Society, faults: Faults, own: str) -> None:
    """Checks one tag in square brackets at the start of a reply."""
    name, _, rest = tag.partition(":")
    quotes = re.fullmatch(r"quotes (\d+)", tag)
    if quotes:
        if not 1 <= int(quotes[1]) < number:
            faults.add(path, line, f"reply {number} quotes {quotes[1]}, which is not before it")
    elif name == "leader":
        if rest not in society.leaders:
            faults.add(path, line, f"“{rest}” holds no office and cannot be a leader")
    elif name == "person":
        if rest not in society.people:
            faults.add(path, line, f"person “{rest}” is unknown")
    elif tag not in ROLES | {"guest", own}:
        faults.add(path, line, f"tag [{tag}] is unknown")


def check_topics(path: Path, lines: list[Line], society: Society, faults: Faults, readers: str) -> None:
    """Splits a forum or a group into its topics and checks each."""
    starts = [at for at, line in enumerate(lines) if line.text.startswith("# ")]
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        check_topic(path, lines[at:end], society, faults, readers)
    faults.counts["topics"] += len(starts)


def check_topic(path: Path, lines: list[Line], society: Society, faults: Faults, readers: str) -> None:
    """Checks a topic: headers, body, replies, who may write there and which reply is the answer."""
    title = lines[0]
    faults.read_words(path, title.number, title.text[2:])
    header, rest = read_header(path, lines[1:], faults)
    need(path, title.number, header, "subjects role", faults, "guests readers state")
    if header.get("readers", readers) not in READERS:
        faults.add(path, title.number, f"readers “{header['readers']}” is unknown")
    body, *replies = split_at(rest, "---")
    if not any(line.text.strip() for line in body):
        faults.add(path, title.number, "the topic has no body")
    for text in paragraphs(body):
        faults.read_words(path, text.number, text.text)
    if header.get("guests", "open") != "open":
        faults.add(path, title.number, f"guests: “{header['guests']}” is unknown")
    guests_may = readers != "members" or header.get("guests") == "open"
    tags = check_replies(path, replies, society, faults, "asker")
    for number, found in enumerate(tags, 1):
        if not guests_may and "guest" in found:
            faults.add(path, title.number, f"reply {number} is by a guest, where guests may not write")
    check_state(path, title.number, header.get("state", ""), len(replies), faults)


def check_state(path: Path, line: int, states: str, replies: int, faults: Faults) -> None:
    """Checks the `state` of a topic: answered N, locked, pinned."""
    for state in listed(states):
        answer = re.fullmatch(r"answered (\d+)", state)
        if answer and not 1 <= int(answer[1]) <= replies:
            faults.add(path, line, f"reply {answer[1]} is the answer, but there are {replies}")
        elif not answer and state not in {"locked", "pinned"}:
            faults.add(path, line, f"state “{state}” is unknown")


def check_forum(path: Path, society: Society, faults: Faults) -> None:
    """Checks a forum file."""
    header, rest = read_header(path, numbered(path, faults), faults)
    need(path, 1, header, "forum section description readers", faults)
    faults.read_words(path, 1, header.get("description", ""))
    check_topics(path, rest, society, faults, header.get("readers", "members"))
    faults.counts["forums"] += 1


def check_group(path: Path, society: Society, faults: Faults) -> None:
    """Checks a group file; its topics count apart from those of the forums."""
    header, rest = read_header(path, numbered(path, faults), faults)
    need(path, 1, header, "name kind summary about owner", faults)
    if header.get("kind") not in GROUP_KINDS:
        faults.add(path, 1, f"kind “{header.get('kind')}” is unknown")
    if header.get("owner") not in society.people:
        faults.add(path, 1, f"owner “{header.get('owner')}” is unknown")
    for key in ("summary", "about"):
        faults.read_words(path, 1, header.get(key, ""))
    before = faults.counts.copy()
    check_topics(path, rest, society, faults, "members")
    for what in ("topics", "replies"):
        faults.counts[f"{what} in groups"] += faults.counts[what] - before[what]
        faults.counts[what] = before[what]
    faults.counts["groups"] += 1


class Markup(HTMLParser):
    """Finds elements that are not closed, pictures that do not exist and references without a target."""

    VOID = {"img", "br", "hr", "col", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.found: list[tuple[int, str]] = []
        self.ids: set[str] = set()
        self.targets: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remembers what was opened, named, pointed at and shown."""
        line, has = self.getpos()[0], {key: value or "" for key, value in attrs}
        if tag not in self.VOID:
            self.open.append((tag, line))
        if has.get("id"):
            self.ids.add(has["id"])
        if has.get("href", "").startswith("#"):
            self.targets.append((line, has["href"][1:]))
        if tag == "img":
            kind, _, name = has.get("src", "").partition(":")
            folder = {"art": DEMO / "art" / f"{name}.webp", "portrait": DEMO / "portraits" / f"{name}-4x5.webp"}
            if kind not in folder or not folder[kind].exists():
                self.found.append((line, f"picture “{has.get('src')}” does not exist"))
            if not has.get("alt"):
                self.found.append((line, "a picture needs a description"))

    def handle_endtag(self, tag: str) -> None:
        """Compares with what was opened last."""
        if not self.open or self.open[-1][0] != tag:
            self.found.append((self.getpos()[0], f"</{tag}> closes nothing"))
        else:
            self.open.pop()

    def faults(self) -> list[tuple[int, str]]:
        """Line and words of everything found, after the end of the text."""
        left = [(line, f"<{tag}> is not closed") for tag, line in self.open]
        lost = [(line, f"#{name} has no target") for line, name in self.targets if name not in self.ids]
        return self.found + left + lost


def check_piece(path: Path, society: Society, faults: Faults, keys: str, optional: str, talk: str) -> dict[str, str]:
    """A post or an article: headers, `===`, HTML, and perhaps `=== comments` or `=== letters`."""
    top, *rest = split_at(numbered(path, faults), "===")
    header, stray = read_header(path, top, faults)
    need(path, 1, header, keys, faults, optional)
    for line in stray:
        if line.text.strip():
            faults.add(path, line.number, "not a header")
    if len(rest) != 1:
        faults.add(path, 1, "the file needs exactly one line ===")
        return header
    body, *after = split_at(rest[0], f"=== {talk}")
    markup = Markup()
    markup.feed("\n" * (body[0].number - 1 if body else 0) + "\n".join(line.text for line in body))
    for number, what in markup.faults():
        faults.add(path, number, what)
    for key in ("title", "deck"):
        faults.read_words(path, 1, header.get(key, ""))
    for line in body:
        if not re.match(r'<li id="r|<h[2-4]|.*class="pull"', line.text):
            faults.read_words(path, line.number, line.text)
    if after:
        check_replies(path, split_at(after[0], "---"), society, faults, "author")
    return header


def check_blog(folder: Path, society: Society, faults: Faults) -> None:
    """Checks the folder of one blog."""
    about = folder / "blog.txt"
    faults.counts["blogs"] += 1
    if folder.name not in society.leaders:
        faults.add(folder, 1, "this blog's writer holds no office")
    if about.exists():
        header, _ = read_header(about, numbered(about, faults), faults)
        need(about, 1, header, "title description bio", faults, "disclosures")
        for key in ("description", "bio"):
            faults.read_words(about, 1, header.get(key, ""))
    else:
        faults.add(folder, 1, "blog.txt is missing")
    for path in sorted(folder.glob("*.html")):
        check_piece(path, society, faults, "title deck subjects readers", "disclosures guests", "comments")
        faults.counts["posts"] += 1


def check_issue(folder: Path, society: Society, faults: Faults) -> None:
    """Checks the folder of one issue of the magazine."""
    about = folder / "issue.txt"
    departments: list[str] = []
    if about.exists():
        header, _ = read_header(about, numbered(about, faults), faults)
        need(about, 1, header, "title line art editor_note departments", faults)
        departments = listed(header.get("departments", ""))
        faults.read_words(about, 1, header.get("editor_note", ""))
        if not (DEMO / "art" / f"{header.get('art')}.webp").exists():
            faults.add(about, 1, f"art “{header.get('art')}” does not exist")
    else:
        faults.add(folder, 1, "issue.txt is missing")
    for path in sorted(folder.glob("*.html")):
        keys = "title kicker deck department byline subjects readers"
        header = check_piece(path, society, faults, keys, "disclosures guests art", "letters")
        if departments and header.get("department") not in departments:
            faults.add(path, 1, f"department “{header.get('department')}” is not in issue.txt")
        names = listed(header.get("byline", ""))
        if names and " " not in names[0] and not set(names) <= society.people.keys():
            faults.add(path, 1, f"byline “{header['byline']}” names somebody unknown")
        faults.counts["articles"] += 1
    faults.counts["issues"] += 1


def check_people(path: Path, faults: Faults) -> list[dict[str, str]]:
    """Reads the table of people; every row is checked, then the rows against one another."""
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        people = list(table)
    if ",".join(table.fieldnames or []) != PEOPLE_HEADER:
        faults.add(path, 1, "the columns are not those of README.md")
        return []
    for number, row in enumerate(people, 2):
        check_person(path, number, row, faults)
    for columns in (("slug",), ("handle",), ("email",), ("given", "family")):
        for value, times in Counter(tuple(row[key].lower() for key in columns) for row in people).items():
            if times > 1:
                faults.add(path, 1, f"{' '.join(value)} occurs {times} times")
    for key in ("given", "family"):
        for name, times in Counter(row[key] for row in people).items():
            if times > 4:
                faults.add(path, 1, f"the {key} name {name} occurs {times} times")
    standings = Counter(row["standing"] for row in people)
    for standing, wanted in STANDINGS.items():
        if standings[standing] < wanted:
            faults.add(path, 1, f"{standings[standing]} people are {standing}, {wanted} are needed")
    faults.counts["people"] = len(people)
    return people


def check_person(path: Path, number: int, row: dict[str, str], faults: Faults) -> None:
    """Checks one row of the table of people."""
    for key in ("slug", "given", "family", "role", "stage", "country", "handle", "email", "category", "standing"):
        if not row[key]:
            faults.add(path, number, f"{key} is empty")
    for key, allowed in (("role", ROLES), ("category", CATEGORIES), ("standing", STANDINGS)):
        if row[key] not in allowed:
            faults.add(path, number, f"{key} “{row[key]}” is unknown")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["slug"]) or not re.fullmatch(r"[a-z0-9-]+", row["handle"]):
        faults.add(path, number, "slug and handle are small ASCII letters, digits and hyphens")
    if not re.fullmatch(r"[a-z0-9.-]+@([a-z0-9-]+\.)*example\.(org|com|net)", row["email"]):
        faults.add(path, number, f"“{row['email']}” is not an example address")
    if not set(listed(row["followed_subjects"], ";")) <= SUBJECTS:
        faults.add(path, number, "a followed subject is unknown")
    if bool(row["office"]) != bool(row["term_start_years_ago"]):
        faults.add(path, number, "an office and the start of its term belong together")
    if row["portrait"]:
        for shape in ("4x5", "1x1"):
            if not (path.parent / "portraits" / row["portrait"].replace("4x5", shape)).exists():
                faults.add(path, number, f"portrait {shape} is missing")
    for key in ("headline", "about"):
        faults.read_words(path, number, row[key])


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
        named += [(path, line, slug) for key in ("parent", "related") for slug in listed(header.get(key, ""))]
    for number, row in enumerate(society.people.values(), 2):
        named += [(DEMO / "people.csv", number, row["organization"])] if row["organization"] else []
    for where, line, slug in named:
        if slug not in found:
            faults.add(where, line, f"organization “{slug}” is unknown")
    faults.counts["organizations"] = len(found)


def check_organization(path: Path, line: int, header: dict[str, str], society: Society, faults: Faults) -> None:
    """Checks the headers of one organization."""
    for key, pattern in ORGANIZATION_FORMS.items():
        if not re.fullmatch(pattern, header.get(key, "")):
            faults.add(path, line, f"{key} “{header.get(key)}” is not well formed")
    author = header.get("story_author", "")
    if " " not in author and author not in society.people:
        faults.add(path, line, f"story_author “{author}” is unknown")


def main() -> int:
    """Checks everything and returns the exit code."""
    faults = Faults()
    people = check_people(DEMO / "people.csv", faults)
    society = Society(people)
    for path in sorted(DEMO.glob("forums/*.txt")):
        check_forum(path, society, faults)
    for folder in sorted(path for path in DEMO.glob("blogs/*") if path.is_dir()):
        check_blog(folder, society, faults)
    for folder in sorted(path for path in DEMO.glob("magazine/*") if path.is_dir()):
        check_issue(folder, society, faults)
    for path in sorted(DEMO.glob("groups/*.txt")):
        check_group(path, society, faults)
    check_organizations(DEMO / "organizations.txt", society, faults)
    for places in faults.paragraphs.values():
        if len(places) > 1:
            faults.lines.append(f"{places[1]}: the same words as in {places[0]}")
    for what, wanted in WANTED.items():
        if faults.counts[what] < wanted:
            faults.lines.append(f"demo: {faults.counts[what]} {what}, at least {wanted} are needed")
    for line in faults.lines:
        print(line)
    print(", ".join(f"{number:,} {what}" for what, number in sorted(faults.counts.items())), file=sys.stderr)
    return 1 if faults.lines else 0


if __name__ == "__main__":
    sys.exit(main())
