"""Forms of groups as the screens use them: looked at for what could identify a patient before they count."""

from __future__ import annotations

from collegium.discussion.meeting import Meeting
from collegium.groups.forms import AnnouncementForm, DescribeForm, ProposalForm, RequestForm
from collegium.privacy.forms import Asking


class AskedProposalForm(Asking, ProposalForm):
    """A new group."""

    asked_fields = ("name", "summary", "about")


class AskedDescribeForm(Meeting, Asking, DescribeForm):
    """What a group says of itself."""

    asked_fields = ("name", "summary", "about")


class AskedAnnouncementForm(Meeting, Asking, AnnouncementForm):
    """One line above the talk."""

    asked_fields = ("text",)


class AskedRequestForm(Asking, RequestForm):
    """A request to join."""

    asked_fields = ("note",)
