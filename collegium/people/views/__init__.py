"""Screens of people, one file a screen."""

from collegium.people.views.complete import complete
from collegium.people.views.edit import edit_portrait, edit_profile
from collegium.people.views.follow import follow
from collegium.people.views.members import member_list
from collegium.people.views.person import member_detail, member_words

__all__ = ["complete", "edit_portrait", "edit_profile", "follow", "member_detail", "member_list", "member_words"]
