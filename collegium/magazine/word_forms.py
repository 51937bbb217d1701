"""Forms for Word files: which files for which issue, and what their pictures show."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.files.actions import LARGEST, MB
from collegium.magazine.models import Department, Issue
from collegium.privacy.forms import AskingForm

FILES_MOST = 30
ALT_MOST = 300


class SeveralFiles(forms.FileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All of them."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class WordFiles(forms.FileField):
    """Several Word files, each within the limit of any upload."""

    widget = SeveralFiles(attrs={"accept": ".docx", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files in the order of their names, "2" before "10"."""
        several = data if isinstance(data, list | tuple) else [data]
        files = [super(WordFiles, self).clean(one, initial) for one in several or [None]]
        if len(files) > FILES_MOST:
            raise forms.ValidationError(_now("Send up to %(n)d files at once.") % {"n": FILES_MOST})
        if sum(one.size or 0 for one in files) > 4 * LARGEST:
            raise forms.ValidationError(
                _now("Together these files have more than %(n)d MB. Send them in two parts.") % {"n": 4 * LARGEST // MB}
            )
        return sorted(files, key=lambda one: _natural(one.name or ""))


def _natural(name: str) -> list[tuple[int, str]]:
    """Sorts "2 Notes" before "10 Notes"."""
    return [(int(part), "") if part.isdecimal() else (0, part.lower()) for part in re.split(r"(\d{1,9})", name) if part]


class BringForm(forms.Form):
    """Word files that become drafts."""

    word_files = WordFiles(
        label=_("Word files"),
        help_text=_("One article in each. Their order follows their names: 01, 02, 03."),
    )
    issue = forms.ModelChoiceField(
        Issue.objects.newest_first(), label=_("Issue"), required=False, empty_label=_("None: online first")
    )
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department"), empty_label=_("Choose one"),
        help_text=_("For files that do not name one themselves, in a paragraph of the style “Department”."),
    )  # fmt: skip
    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    @property
    def origin(self) -> str:
        """Names this upload, so that the same sent twice is once."""
        return f"word:{self.cleaned_data.get('token') or uuid.uuid4()}"


class PicturesForm(AskingForm):
    """What each picture shows, or that it only decorates: the fields `shows-<id>` and `plain-<id>`."""

    def __init__(self, *args: Any, pictures: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = pictures
        for key in pictures:
            self.fields[f"shows-{key}"] = forms.CharField(label=_("What it shows"), max_length=ALT_MOST, required=False)
            self.fields[f"plain-{key}"] = forms.BooleanField(label=_("It only decorates"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask about patients in what was written."""
        data = super().clean()
        if texts := {f"shows-{key}": said for key, said in self._texts().items() if said}:
            self.ask(texts)
        return data

    def _texts(self) -> dict[int, str]:
        return {key: " ".join(str(self.cleaned_data.get(f"shows-{key}", "")).split()) for key in self.pictures}

    @property
    def descriptions(self) -> dict[int, str]:
        """What was said of the pictures, by file; nothing for those that were left open."""
        return {key: said for key, said in self._texts().items() if said or self.cleaned_data.get(f"plain-{key}")}

    @property
    def rows(self) -> list[tuple[int, Any, Any]]:
        """Each picture with its two fields, for the page."""
        return [(key, self[f"shows-{key}"], self[f"plain-{key}"]) for key in self.pictures]
