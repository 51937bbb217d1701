"""Screens of people, one file a screen."""

from collegium.people.views.complete import complete
from collegium.people.views.disclosures import (
    add_relationship,
    edit_disclosures,
    edit_relationship,
    remove_relationship,
)
from collegium.people.views.edit import edit_portrait, edit_profile, edit_section
from collegium.people.views.follow import follow
from collegium.people.views.follow_list import follow_list
from collegium.people.views.leadership import leadership
from collegium.people.views.members import member_list
from collegium.people.views.person import member_detail, member_words
from collegium.people.views.work import edit_affiliation, edit_work, end_affiliation, prove_work, vouch_for
from collegium.people.views.works import member_feed, member_works

__all__ = [
    "add_relationship", "complete", "edit_affiliation", "edit_disclosures", "edit_work", "end_affiliation",
    "prove_work", "vouch_for", "edit_portrait", "edit_profile", "edit_relationship",
    "edit_section", "follow", "follow_list", "leadership", "member_detail", "member_feed", "member_list",
    "member_words", "member_works", "remove_relationship",
]  # fmt: skip
