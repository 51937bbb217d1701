"""Forms of the desk's membership screens. None of them saves."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.membership.models import Body, Office, society_today
from collegium.web.numbers import possible

DAY = {"type": "date"}


class ReasonForm(forms.Form):
    """A reason, kept in the log and told to the person."""

    why = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept in the log, and told to the person."))


class RosterForm(forms.Form):
    """A roster file and the day it counts for."""

    file = forms.FileField(
        label=_("Roster file (CSV or XLSX)"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,text/csv"})
    )
    on = forms.DateField(label=_("Counts for the day"), validators=[possible], widget=forms.DateInput(attrs=DAY))

    def clean_on(self) -> date:
        """Today or earlier: standings can't be known before."""
        day: date = self.cleaned_data["on"]
        if day > society_today():
            raise forms.ValidationError(_("This day has not come yet. Take today or an earlier day."))
        return day


class RoleForm(ReasonForm):
    """Give or take one role."""

    deed = forms.ChoiceField(label=_("What"), choices=[("give", _("Give")), ("take", _("Take away"))])
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in Standing.ROLES])
    field_order = ("deed", "role", "why")


class OfficeForm(ReasonForm):
    """A term of office."""

    person = forms.CharField(label=_("Mail address, username or member number"), max_length=254)
    office = forms.ModelChoiceField(Office.objects.all(), label=_("Office"), empty_label=_("Choose one"))
    body = forms.ModelChoiceField(Body.objects.all(), label=_("Committee"), required=False, empty_label=_("None"))
    start = forms.DateField(label=_("From"), validators=[possible], widget=forms.DateInput(attrs=DAY))
    end = forms.DateField(
        label=_("Until"), validators=[possible], widget=forms.DateInput(attrs=DAY), required=False,
        help_text=_("The day of handover: on this day the next holder counts."),
    )  # fmt: skip
    is_followed = forms.BooleanField(
        label=_("The next office of the ladder follows by itself"), required=False, initial=True,
        help_text=_("President-Elect, then President, then Immediate Past President. Other offices end."),
    )  # fmt: skip
    field_order = ("person", "office", "body", "start", "end", "is_followed", "why")

    def clean_person(self) -> User:
        """The one person meant."""
        who = str(self.cleaned_data["person"]).strip()
        found = (
            User.objects.filter(username__iexact=who)
            | User.objects.filter(email__iexact=who)
            | User.objects.filter(membership__member_id=who)
        )
        people = list(found.distinct()[:2])
        if len(people) != 1:
            raise forms.ValidationError(_("Nobody here has this address, username or number. Find the person first."))
        return people[0]


class HandoverForm(ReasonForm):
    """A day on which offices change hands, and the day on which they shall instead."""

    day = forms.DateField(widget=forms.HiddenInput, validators=[possible])
    to = forms.DateField(label=_("To the day"), validators=[possible], widget=forms.DateInput(attrs=DAY))
    field_order = ("day", "to", "why")
