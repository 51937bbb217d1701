"""What each category of disclosures is called elsewhere: ICMJE, ACCME Standard 3, CMS Open Payments (restated, CC0)."""

from typing import Final

CROSSWALK: Final[dict[str, tuple[str, str, str]]] = {
    "employment": (
        "other / grants or contracts",
        "employee, executive role",
        "compensation for services",
    ),
    "leadership": (
        "leadership or fiduciary role in other board, society, committee or advocacy group, paid or unpaid",
        "executive role",
        "",
    ),
    "stock": (
        "stock or stock options",
        "ownership interest (diversified mutual funds exempt)",
        "current or prospective ownership or investment interest",
    ),
    "honoraria": (
        "payment or honoraria for lectures, presentations, speakers bureaus, manuscript writing or educational events",
        "speaker",
        "honoraria",
    ),
    "consulting": (
        "consulting fees; participation on a data safety monitoring board or advisory board",
        "consultant, advisor",
        "consulting fee",
    ),
    "speakers_bureau": (
        "as honoraria",
        "speaker",
        "compensation for services other than consulting, incl. faculty or speaker not at CME",
    ),
    "research_funding": (
        "grants or contracts from any entity; all support for the present work",
        "researcher, independent contractor incl. contracted research (named "
        "investigator even if the institution is paid)",
        "research payment; grant",
    ),
    "patents": (
        "royalties or licences; patents planned, issued or pending",
        "royalties or patent beneficiary",
        "royalty or license",
    ),
    "expert_testimony": (
        "payment for expert testimony",
        "other",
        "compensation for services",
    ),
    "travel": (
        "support for attending meetings and/or travel",
        "other",
        "travel and lodging; food and beverage",
    ),
    "gifts_materials": (
        "receipt of equipment, materials, drugs, medical writing, gifts or other services",
        "other",
        "gift; long term medical supply or device loan",
    ),
    "uncompensated": (
        "leadership, unpaid",
        "",
        "",
    ),
    "other": (
        "other financial or non-financial interests",
        "other financial benefit",
        "other",
    ),
}
