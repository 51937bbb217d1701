"""Tables of the organizations app, one file a noun."""

from collegium.organizations.models.affiliation import Affiliation, AffiliationQuerySet
from collegium.organizations.models.claim import Claim, ClaimQuerySet, Manager, ManagerQuerySet
from collegium.organizations.models.merger import Merger, MergerQuerySet, NotSame
from collegium.organizations.models.notice import Notice, NoticeQuerySet
from collegium.organizations.models.organization import Organization, OrganizationQuerySet
from collegium.organizations.models.proposal import Proposal, ProposalQuerySet

__all__ = [
    "Affiliation", "AffiliationQuerySet", "Claim", "ClaimQuerySet", "Manager", "ManagerQuerySet", "Merger",
    "MergerQuerySet", "NotSame", "Notice", "NoticeQuerySet", "Organization", "OrganizationQuerySet", "Proposal",
    "ProposalQuerySet",
]  # fmt: skip
