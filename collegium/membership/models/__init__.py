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
from collegium.membership.models.sources import PushedEvent, PushKey, RosterSource, WaitingRecord

__all__ = [
    "Body", "Category", "DuesMail", "DuesMailSent", "Gives", "Invitation", "MatchProposal", "Membership",
    "MembershipQuerySet", "Office", "PushKey", "PushedEvent", "RosterBefore", "RosterChange", "RosterFinding",
    "RosterRun", "RosterSettings", "RosterSource", "Term", "TermQuerySet", "WaitingRecord", "end_of_rights",
    "society_today", "society_zone", "start_of",
]  # fmt: skip
