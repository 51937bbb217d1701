"""Membership of the society, categories, offices with dated terms, invitations, and what each roster changed."""

from collegium.membership.models.days import end_of_rights, society_today, society_zone, start_of
from collegium.membership.models.dues import DuesMail, DuesMailSent
from collegium.membership.models.membership import Category, Gives, Invitation, Membership, MembershipQuerySet
from collegium.membership.models.offices import Body, Office, Term, TermQuerySet
from collegium.membership.models.roster import (
    MatchProposal,
    RosterBefore,
    RosterChange,
    RosterFinding,
    RosterRun,
    RosterSettings,
)

__all__ = [
    "Body", "Category", "DuesMail", "DuesMailSent", "Gives", "Invitation", "MatchProposal", "Membership",
    "MembershipQuerySet", "Office", "RosterBefore", "RosterChange", "RosterFinding", "RosterRun", "RosterSettings",
    "Term", "TermQuerySet", "end_of_rights", "society_today", "society_zone", "start_of",
]  # fmt: skip
