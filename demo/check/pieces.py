"""Posts and articles: their headers and HTML, blogs and issues around them."""

import re
from html.parser import HTMLParser
from pathlib import Path

from demo.check.reading import DEMO, Faults, Society, listed, need, numbered, read_header, split_at
from demo.check.talk import check_replies


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
    whole, *after = split_at(rest[0], f"=== {talk}")
    body, *earlier = split_at(whole, "=== earlier")
    if (header.get("state") == "asked") != bool(earlier):
        faults.add(path, 1, "state “asked” and an earlier version go together")
    if not any(header.get("is", "") in line.text for line in body):
        faults.add(path, 1, "what the correction put right does not stand in the text")
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
        header = check_piece(
            path,
            society,
            faults,
            "title deck subjects readers",
            "disclosures guests state helper note correction was is questions series with agreed days",
            "comments",
        )
        if header.get("state", "draft") not in {"draft", "scheduled", "asked", "together", "waiting"}:
            faults.add(path, 1, f"state “{header['state']}” is unknown")
        faults.counts["posts"] += "state" not in header


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
    elif folder.name not in ("waiting", "old"):
        faults.add(folder, 1, "issue.txt is missing")
    for path in sorted(folder.glob("*.html")):
        keys = "title kicker deck department byline subjects readers"
        header = check_piece(
            path, society, faults, keys, "disclosures guests art type about stage due state", "letters"
        )
        if departments and header.get("department") not in departments:
            faults.add(path, 1, f"department “{header.get('department')}” is not in issue.txt")
        names = listed(header.get("byline", ""))
        if names and " " not in names[0] and not set(names) <= society.people.keys():
            faults.add(path, 1, f"byline “{header['byline']}” names somebody unknown")
        faults.counts["articles"] += folder.name.isdigit()
    faults.counts["issues"] += folder.name.isdigit()
