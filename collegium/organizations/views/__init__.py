"""Screens of organizations, one file a screen."""

from collegium.organizations.views.claim import claim_organization
from collegium.organizations.views.dispute import answer_dispute
from collegium.organizations.views.edit import confirm_affiliation, edit_logo, edit_organization, edit_story
from collegium.organizations.views.managers import manager_list
from collegium.organizations.views.organization import organization_detail, work_here
from collegium.organizations.views.organizations import complete_organizations, organization_list

__all__ = [
    "answer_dispute", "claim_organization", "complete_organizations", "confirm_affiliation", "edit_logo",
    "edit_organization", "edit_story", "manager_list", "organization_detail", "organization_list", "work_here",
]  # fmt: skip
