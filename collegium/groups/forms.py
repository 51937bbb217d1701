"""Forms of groups: a proposal, the description, an announcement, a request, an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.accounts.names import called
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.groups.models import Group

ICONS = [
    ("users", _("People")), ("stethoscope", _("Clinical work")), ("mountain", _("A place")), ("video", _("Video")),
    ("clipboard-list", _("Practice")), ("trending-up", _("Quality")), ("graduation-cap", _("Training")),
    ("landmark", _("Policy")), ("heart-handshake", _("Support")), ("hand", _("Help")),
]  # fmt: skip
KINDS = [
    (Group.Kind.OPEN, _("Open: every member reads it and can join at once")),
    (Group.Kind.CLOSED, _("Closed: members see its name and ask to join; what is in it is for its people")),
    (Group.Kind.SECRET, _("Secret: nobody else knows of it; its owners invite")),
]


class DescribeForm(forms.Form):
    """What a group says of itself."""

    name = forms.CharField(label=_("Name"), min_length=3, max_length=120)
    summary = forms.CharField(label=_("In one line"), min_length=10, max_length=200)
    about = forms.CharField(
        label=_("About"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Who it is for, what is talked about, what is not."),
    )  # fmt: skip
    icon = forms.ChoiceField(label=_("Sign"), choices=ICONS, initial="users")

    def __init__(self, *args: Any, group: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_name(self) -> str:
        """Refuse a name that the directory has; secret groups are not looked at, so that none is betrayed."""
        name = str(self.cleaned_data["name"]).strip()
        shown = Group.objects.exclude(kind=Group.Kind.SECRET).filter(name__iexact=name, declined_at=None)
        if shown.exclude(pk=self.group.pk if self.group else 0).exists():
            raise forms.ValidationError(_("A group has this name. Choose another one."))
        return name


class ProposalForm(DescribeForm):
    """A new group."""

    kind = forms.ChoiceField(label=_("Who sees it"), choices=KINDS, widget=forms.RadioSelect, initial=Group.Kind.OPEN)


class AnnouncementForm(forms.Form):
    """One line above the talk."""

    text = forms.CharField(
        label=_("Announcement"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays above the talk until you clear it."),
    )  # fmt: skip


class RequestForm(forms.Form):
    """A request to join, with a line for the owners."""

    note = forms.CharField(
        label=_("A line for the owners"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class InvitationForm(forms.Form):
    """Invite a member by name or handle. `person` holds who was meant once the form is valid."""

    who = forms.CharField(label=_("Name or handle of a member"), max_length=160)
    person: User | None = None

    def clean_who(self) -> str:
        """Exactly one member of this name."""
        text = str(self.cleaned_data["who"])
        found = called(people_in({MEMBERS}), text)
        if not found:
            raise forms.ValidationError(_("No member has this name. Take it from the directory, as it stands there."))
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several members have this name. Give the handle, as their profile shows it.")
            )
        self.person = found[0]
        return text
