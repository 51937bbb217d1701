"""Views of answers: the card, asking the right five, cases."""

from collegium.answers.views.asking import answer_offer, ask_colleagues, edit_willingness, offer_detail
from collegium.answers.views.card import card_versions, erase_card, write_card
from collegium.answers.views.case import case_versions, edit_case, present_case, tell_outcome

__all__ = [
    "answer_offer", "ask_colleagues", "card_versions", "case_versions", "edit_case", "edit_willingness", "erase_card",
    "offer_detail", "present_case", "tell_outcome", "write_card",
]  # fmt: skip
