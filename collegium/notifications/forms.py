"""What somebody wants by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.notifications.models import Wishes
from collegium.web.numbers import possible

TIMES = [(minute, f"{minute // 60:02d}:{minute % 60:02d}") for minute in (360, 390, 420, 480, 720, 1020, 1140, 1260)]


class WishesForm(forms.ModelForm):
    """The settings of mail; the form never saves."""

    brief_at = forms.TypedChoiceField(label=_("Deliver at"), choices=TIMES, coerce=int)
    paused_until = forms.DateField(
        label=_("Pause all mail until"),
        required=False,
        validators=[possible],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    keys = forms.BooleanField(label=_("Single keys move through lists (J, K, Enter, ?)"), required=False)

    class Meta:
        model = Wishes
        fields = (
            "brief",
            "brief_at",
            "message",
            "mention",
            "answer",
            "asked",
            "reply",
            "published",
            "connect",
            "bookmark",
            "yearly",
            "paused_until",
        )
        widgets = dict.fromkeys(Wishes.KINDS, forms.RadioSelect) | {"brief": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].initial = not self.instance.no_keys

    def clean_paused_until(self) -> Any:
        """A day that has come ends no pause."""
        day = self.cleaned_data["paused_until"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("This day has come. Choose a later one, or leave it empty."))
        return day

    @property
    def wishes(self) -> dict[str, Any]:
        """The valid form's content, as `actions.change_wishes` takes it."""
        data = dict(self.cleaned_data)
        return data | {"no_keys": not data.pop("keys")}
