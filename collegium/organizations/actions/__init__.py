"""Deeds of organizations: the page, affiliations, claims."""

from collegium.organizations.actions.affiliations import confirm, leave, work_at
from collegium.organizations.actions.claims import (
    Refused,
    decide,
    make_statement,
    prove_email,
    send_code,
    withdraw,
)
from collegium.organizations.actions.disputes import answer_dispute
from collegium.organizations.actions.pages import change_page, create_host, merge, put_up_logo, write_story

__all__ = [
    "Refused", "answer_dispute", "change_page", "confirm", "create_host", "decide", "leave", "make_statement", "merge",
    "prove_email", "put_up_logo", "send_code", "withdraw", "work_at", "write_story",
]  # fmt: skip
