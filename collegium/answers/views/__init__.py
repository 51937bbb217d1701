"""Views of answers: the card, and asking the right five."""

from collegium.answers.views.asking import answer_offer, ask_colleagues, edit_willingness, offer_detail
from collegium.answers.views.card import card_versions, erase_card, write_card

__all__ = [
    "answer_offer", "ask_colleagues", "card_versions", "edit_willingness", "erase_card", "offer_detail", "write_card",
]  # fmt: skip
