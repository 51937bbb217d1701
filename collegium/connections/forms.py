"""The form of a request, and of what somebody wants."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.connections.models import LONGEST, Wish
from collegium.privacy.forms import Asking


class NoteForm(Asking, forms.Form):
    """A request with a line for whoever is asked, looked at for what could identify a patient."""

    asked_fields = ("note",)
    note = forms.CharField(
        label=_("A line with it, if you like"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class WishForm(forms.ModelForm[Wish]):
    """Requests and suggestions, on or off."""

    class Meta:
        model = Wish
        fields = ("takes_requests", "suggestions", "is_suggested")
