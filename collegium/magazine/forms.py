"""Forms of the editors: an issue, an article."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.discussion.writing import WritingForm, initial_of
from collegium.magazine.actions import Author
from collegium.magazine.models import ISSUE_WORDS, Article, Department, Issue
from collegium.magazine.types import FIRST_TYPE, type_choices
from collegium.privacy.forms import Asking
from collegium.web.numbers import possible

_HANDLE = re.compile(r"@([\w-]+)")


class IssueForm(Asking, forms.ModelForm):
    """An issue's front."""

    asked_fields = ("title", "cover_line", "note")

    cover = forms.FileField(
        label=_("Picture on the cover"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Upright, 3 by 4. Without one, the drawing is shown."),
    )

    class Meta:
        model = Issue
        fields = ("volume", "number", "slug", "title", "cover_line", "cover_date", "date_text", "cover_art", "note")
        widgets = {
            "note": forms.Textarea(attrs={"rows": 6}),
            "cover_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Leave it empty for volume and number.")

    def clean_slug(self) -> str:
        """Refuse the fixed words of the addresses."""
        slug = str(self.cleaned_data["slug"] or "")
        if slug in ISSUE_WORDS:
            raise forms.ValidationError(_("The site uses this word itself. Choose another address."))
        return slug or f"{self.data.get('volume')}-{self.data.get('number')}"


class ArticleForm(WritingForm):
    """The writing form with an article's place and authors."""

    asked_too = (*WritingForm.asked_too, "kicker", "disclosure")
    type = forms.ChoiceField(label=_("Type"), choices=type_choices, initial=FIRST_TYPE)
    department = forms.ModelChoiceField(Department.objects.all(), label=_("Department"), empty_label=_("Choose one"))
    issue = forms.ModelChoiceField(
        Issue.objects.newest_first(), label=_("Issue"), required=False, empty_label=_("None: online first")
    )
    kicker = forms.CharField(label=_("Kicker"), max_length=80, required=False)
    author_lines = forms.CharField(
        label=_("Authors"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: @ and the profile name, or the name and what they are, as printed."),
    )
    disclosure = forms.CharField(label=_("Disclosures"), max_length=500, required=False)

    def clean_author_lines(self) -> list[Author]:
        """Accounts for the lines with @, the others as typed."""
        return [self._author(line.strip()) for line in self.cleaned_data["author_lines"].splitlines() if line.strip()]

    def _author(self, line: str) -> Author:
        named = _HANDLE.fullmatch(line)
        person = User.objects.filter(handle=named[1]).first() if named else None
        if named and person is None:
            raise forms.ValidationError(_("Nobody has the profile name “%(name)s”.") % {"name": named[1]})
        return person or line

    @property
    def place(self) -> dict[str, Any]:
        """The fields of the article that say where it stands."""
        return {name: self.cleaned_data[name] for name in ("type", "department", "issue", "kicker", "disclosure")}


class DepartmentForm(forms.ModelForm):
    """A heading for articles."""

    class Meta:
        model = Department
        fields = ("name",)


class WindowForm(forms.Form):
    """When everybody may read an article."""

    since = forms.DateField(label=_("Free from"), validators=[possible], widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until"), required=False, validators=[possible], widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a window that ends before it begins."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until <= since:
            self.add_error("until", _("The window ends before it begins. Choose a later day, or leave it empty."))
        return data


def initial_of_article(article: Article) -> dict[str, Any]:
    """A form's initial values from a stored article."""
    lines = [
        f"@{line['handle']}" if line.get("handle") else ", ".join(filter(None, (line["name"], line.get("office"))))
        for line in article.bylines
    ]
    return initial_of(article) | {
        "type": article.type,
        "department": article.department_id,
        "issue": article.issue_id,
        "kicker": article.kicker,
        "disclosure": article.disclosure,
        "author_lines": "\n".join(lines),
    }
