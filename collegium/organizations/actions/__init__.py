"""Deeds of organizations: the page, affiliations, claims, managers."""

from collegium.organizations.actions.affiliations import (
    confirm,
    correct_dates,
    deny,
    disagree,
    leave,
    settle_affiliation,
    work_at,
)
from collegium.organizations.actions.claims import (
    Refused,
    decide,
    make_statement,
    prove_email,
    send_code,
    withdraw,
)
from collegium.organizations.actions.disputes import answer_dispute
from collegium.organizations.actions.documents import (
    add_document,
    documents_of,
    erase_decided,
    remove_document,
    state_with_document,
    take_in,
)
from collegium.organizations.actions.erasing import erase_words
from collegium.organizations.actions.managers import (
    accept,
    confirm_website,
    end_management,
    invite,
    leave_page,
    suspend_page,
)
from collegium.organizations.actions.merging import keep_apart, merge, undo_merger
from collegium.organizations.actions.notices import put_up_notice, take_down_notice
from collegium.organizations.actions.pages import change_page, create_host, put_up_logo, write_story
from collegium.organizations.actions.proofs import ask_for_look, begin_challenge
from collegium.organizations.actions.proposals import (
    accept_proposal,
    decline_proposal,
    point_proposal_to,
    propose,
    take_in_organization,
    those_like,
)

__all__ = [
    "Refused", "accept", "accept_proposal", "add_document", "answer_dispute", "ask_for_look", "begin_challenge",
    "change_page", "confirm", "confirm_website", "correct_dates", "create_host", "decide", "decline_proposal",
    "deny", "disagree", "documents_of", "end_management", "erase_decided", "erase_words", "invite", "keep_apart",
    "leave", "leave_page", "make_statement", "merge", "point_proposal_to", "propose", "prove_email", "put_up_logo",
    "put_up_notice", "remove_document", "send_code", "settle_affiliation", "state_with_document", "suspend_page",
    "take_down_notice", "take_in", "take_in_organization", "those_like", "undo_merger", "withdraw", "work_at",
    "write_story",
]  # fmt: skip
