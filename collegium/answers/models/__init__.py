"""Tables of the answers app, one file a noun."""

from collegium.answers.models.card import MOST_DID, Card, CardVersion, whole_text
from collegium.answers.models.case import Case, CaseVersion, head_text
from collegium.answers.models.offer import LARGEST_QUOTA, USUAL_QUOTA, Offer, Willing

__all__ = [
    "LARGEST_QUOTA",
    "MOST_DID",
    "USUAL_QUOTA",
    "Card",
    "CardVersion",
    "Case",
    "CaseVersion",
    "Offer",
    "Willing",
    "head_text",
    "whole_text",
]
