"""How well the check does on labelled posts. Sets and first, unseen numbers: `tests/data/privacy/README.md`."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from collegium.privacy import Finding, find_identifiers

DATA = Path(__file__).parents[3] / "tests" / "data" / "privacy"
LETTERS = {
    "NAME": "A", "GEO": "B", "DATE": "C", "AGE90": "C", "PHONE": "D", "FAX": "E", "EMAIL": "F", "SSN": "G",
    "MRN": "H", "HEALTH_PLAN": "I", "ACCOUNT": "J", "LICENSE": "K", "VEHICLE": "L", "DEVICE": "M", "URL": "N",
    "IP": "O", "BIOMETRIC": "P", "PHOTO": "Q", "OTHER_ID": "R",
}  # fmt: skip


@dataclass
class Score:
    spans: int = 0
    found: int = 0
    right_letter: int = 0
    findings: int = 0
    false_alarms: int = 0
    clean: int = 0
    flagged: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.spans

    @property
    def precision(self) -> float:
        return 1 - self.false_alarms / self.findings


def meets(span: dict, finding: Finding) -> bool:
    return span["start"] < finding.end and finding.start < span["end"]


def score(name: str) -> Score:
    total = Score()
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        post = json.loads(line)
        findings = find_identifiers(post["text"])
        hits = [[f for f in findings if meets(span, f)] for span in post["spans"]]
        labelled = post["spans"] + post["tolerated"]
        alarms = [f for f in findings if not any(meets(span, f) for span in labelled)]
        total.spans += len(hits)
        total.found += sum(bool(hit) for hit in hits)
        total.right_letter += sum(
            any(f.type == LETTERS[span["type"]] for f in hit) for span, hit in zip(post["spans"], hits, strict=True)
        )
        total.findings += len(findings)
        total.false_alarms += len(alarms)
        total.clean += not post["has_phi"]
        total.flagged += bool(alarms) and not post["has_phi"]
    return total


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [
        ("phi_examples", 0.97, 0.97),
        ("own_a", 0.97, 0.97),
        ("own_b", 0.97, 0.97),
        ("own_c", 0.97, 0.97),
        ("own_d", 0.97, 0.97),
        ("own_e", 0.92, 0.96),
        ("own_f", 0.97, 0.97),
        ("own_g", 0.97, 0.97),
    ],
)
def test_labelled_posts_are_read_as_well_as_stated(name, recall, precision):
    got = score(name)
    assert got.recall >= recall, got
    assert got.precision >= precision, got
    assert got.right_letter >= 0.9 * got.spans, got
    assert got.flagged <= 0.05 * got.clean, got


def test_every_label_names_its_words():
    for path in DATA.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            post = json.loads(line)
            for span in post["spans"] + post["tolerated"]:
                assert post["text"][span["start"] : span["end"]] == span["text"], post["id"]
            assert post["has_phi"] == bool(post["spans"]), post["id"]
