"""A picture with the part of it that somebody chose in the frame (`behaviours/crop.js`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.files.actions import LARGEST, MB
from collegium.files.pictures import PIXELS_MOST, SIDE_MOST, Part, outside

EDGES = ("left", "top", "side")
SENT = "image/*,.heic,.heif"  # on the phone this offers the camera beside the files


def _pixels() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=SIDE_MOST, required=False, widget=forms.HiddenInput)


class PictureForm(forms.Form):
    """A picture; the files app decides whether it is one. Without script `left`, `top` and `side` stay empty."""

    picture = forms.FileField(
        label=_("Picture"), widget=forms.FileInput(attrs={"accept": SENT}),
        error_messages={
            "required": _("No file was chosen. Choose a picture, then send it."),
            "empty": _("This file is empty."),
        },
    )  # fmt: skip
    left, top, side = _pixels(), _pixels(), _pixels()
    most_megabytes, most_pixels = LARGEST // MB, PIXELS_MOST

    def clean(self) -> dict[str, Any]:
        """The part is whole or not there at all."""
        data = super().clean() or self.cleaned_data
        numbers = [data.get(name) for name in EDGES]
        if any(name in self.errors for name in EDGES) or (
            any(self.data.get(name) for name in EDGES) and None in numbers
        ):
            self.add_error("picture", outside())
        data["part"] = Part(*numbers) if None not in numbers else None  # type: ignore[arg-type]
        return data
