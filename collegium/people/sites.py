"""Disease sites that a new site starts with; staff change the list under Records."""

from typing import Final

NAMES: Final = (
    "Breast", "Lung", "Colorectal", "Other gastrointestinal", "Genitourinary", "Gynecologic", "Head and neck",
    "Central nervous system", "Melanoma and skin", "Sarcoma", "Lymphoma", "Leukemia", "Myeloma and plasma cell",
    "Pediatric", "Endocrine", "Unknown primary", "Supportive and palliative care", "Survivorship",
    "Prevention and genetics", "Cancer policy and practice",
)  # fmt: skip
