"""Screens of organizations, one file a screen."""

from collegium.organizations.views.claim import claim_organization
from collegium.organizations.views.dispute import answer_dispute
from collegium.organizations.views.edit import edit_logo, edit_organization, edit_story
from collegium.organizations.views.managers import manager_list
from collegium.organizations.views.notices import edit_news, take_down_news
from collegium.organizations.views.organization import organization_detail, work_here
from collegium.organizations.views.organizations import complete_organizations, organization_list
from collegium.organizations.views.propose import propose_organization
from collegium.organizations.views.roster import answer_affiliation, organization_people

__all__ = [
    "answer_affiliation", "answer_dispute", "claim_organization", "complete_organizations", "edit_logo",
    "edit_news", "edit_organization", "edit_story", "manager_list", "organization_detail", "organization_list",
    "organization_people", "propose_organization", "take_down_news", "work_here",
]  # fmt: skip
