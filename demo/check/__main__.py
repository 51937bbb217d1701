"""Everything, one line per fault."""

import sys

from demo.check.answers import check_answers, check_cases
from demo.check.organizations import check_organizations
from demo.check.people import check_people
from demo.check.pieces import check_blog, check_issue
from demo.check.reading import DEMO, Faults, Society
from demo.check.talk import check_asked, check_bookmarks, check_connections, check_drafts, check_forum, check_group

WANTED = {
    "forums": 12, "topics": 150, "replies": 2000, "blogs": 11, "posts": 40, "issues": 4, "groups": 10,
    "organizations": 40, "cards": 10,
}  # fmt: skip


def main() -> int:
    """Checks everything and returns the exit code."""
    faults = Faults()
    people = check_people(DEMO / "people.csv", faults)
    society = Society(people)
    for path in sorted(DEMO.glob("forums/*.txt")):
        check_forum(path, society, faults)
    check_asked(DEMO / "asked.txt", faults)
    check_bookmarks(DEMO / "bookmarks.txt", faults)
    check_connections(DEMO / "connections.txt", faults)
    check_drafts(DEMO / "drafts.txt", faults)
    for folder in sorted(path for path in DEMO.glob("blogs/*") if path.is_dir()):
        check_blog(folder, society, faults)
    for folder in sorted(path for path in DEMO.glob("magazine/*") if path.is_dir()):
        check_issue(folder, society, faults)
    for path in sorted(DEMO.glob("groups/*.txt")):
        check_group(path, society, faults)
    check_answers(DEMO / "answers" / "cards.txt", faults)
    check_cases(DEMO / "answers" / "cases.txt", society, faults)
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
