"""The table of people."""

import csv
import re
from collections import Counter
from pathlib import Path

from demo.check.reading import ROLES, SUBJECTS, Faults, listed

CATEGORIES = {
    "FULL", "ASSOC", "TRAIN", "STUDENT", "ALLIED", "INTL", "EMER", "HON", "LIFE", "CORP", "STAFF", "GUEST",
}  # fmt: skip
STANDINGS = {"member": 300, "guest": 25, "lapsed": 8, "staff": 6}
PEOPLE_HEADER = (
    "slug,given,family,credentials,role,specialty,stage,organization,city,state,country,handle,email,"
    "category,standing,office,term_start_years_ago,headline,about,ask_me_about,followed_subjects,portrait"
)


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
