"""`/styleguide/`: every component and every shared macro, live, from the same CSS as the screens."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.web.paging import Pages
from collegium.web.styles import FOLDER

_TOKEN = re.compile(r"^\s*--([a-z][a-z0-9-]*):\s*light-dark\(", re.MULTILINE)
_ICON = re.compile(r'id="i-([a-z0-9-]+)"')
PERSON: dict[str, Any] = {
    "pk": None, "name": "Nora Ellingsen-Park", "full_name": "Nora Ellingsen-Park, MD", "handle": "nobody",
    "initials": "NE",
}  # fmt: skip


MET = [
    {"label": "Standfirst", "lines": [{"runs": [("same", "We call on "), ("gone", "day two"), ("new", "day three")]}]}
]


class ExampleForm(forms.Form):
    """Fields as screens show them."""

    email = forms.EmailField(label="Mail address", help_text="We send one code to confirm it.")
    title = forms.CharField(label="Title", max_length=120)


class ExamplePicture(forms.Form):
    """What `crop` shows; the form of the screens is `files.forms.PictureForm`."""

    picture = forms.FileField(label="Picture")
    left, top, side = (forms.IntegerField(widget=forms.HiddenInput) for _edge in range(3))
    most_megabytes, most_pixels = 25, 50_000_000


def _colors() -> list[str]:
    """The names of all color tokens."""
    return sorted(set(_TOKEN.findall((FOLDER / "tokens.css").read_text())))


def _icons() -> list[str]:
    """The names of all icons in the sprite."""
    return _ICON.findall((FOLDER.parent / "icons.svg").read_text())


@open_to("everyone")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show them with invented facts; nothing of the site is read."""
    failed = ExampleForm({"email": "nora@practice.example", "title": ""})
    failed.add_error(None, "One field needs another look.")
    context = {
        "colors": _colors(), "icons": _icons(), "person": PERSON, "form": failed, "met": MET, "pages": Pages(2, 57),
        "picture": ExamplePicture(),
    }  # fmt: skip
    return render(request, "web/styleguide.html", context)
