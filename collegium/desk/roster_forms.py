"""Forms about how rosters are read and what they give. None of them saves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.membership.access_table import ALWAYS, MOST, Line, Paid
from collegium.membership.models import Category, DuesMail, Gives, RosterSettings
from collegium.membership.roster.reading import COLUMNS, NEEDED
from collegium.web.lines import LineInput, one_line

CODES = re.compile(r"[A-Z0-9_.-]{1,16}\*?")


def column_label(name: str) -> str:
    """What staff call a column of ours."""
    return {
        "member_id": _("Member number"), "member_type": _("Kind of membership"), "status": _("Status"),
        "paid_thru": _("Paid through"), "join_date": _("Joined"), "training_end": _("End of training"),
        "first_name": _("Given name"), "last_name": _("Last name"), "suffix": _("Suffix (Jr., III)"),
        "preferred_name": _("Preferred name"), "credentials": _("Credentials"), "email": _("Mail address"),
        "title": _("Position"), "company": _("Organization"), "org_id": _("Number of the organization"),
        "city": _("City"), "state": _("State"), "country": _("Country"), "specialty": _("Specialty"), "npi": _("NPI"),
        "orcid": _("ORCID iD"), "chapter": _("Chapter"), "committees": _("Offices and committees"),
        "directory_optout": _("Asked not to be listed"), "no_email": _("Wants no mail"), "deceased": _("Deceased"),
        "merged_into": _("Merged into the number"),
    }[name]  # fmt: skip


class ColumnsForm(forms.Form):
    """For each of our columns, what the society's file calls it; empty where it has our name already."""

    def __init__(self, *args: Any, columns: dict[str, str], seen: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = {ours: heading for heading, ours in columns.items()}
        for name in COLUMNS:
            field = LineInput(
                label=column_label(name), required=False, max_length=80, initial=theirs.get(name, ""),
                help_text=_("needed") if name in NEEDED else "",
            )  # fmt: skip
            field.widget.attrs |= {"placeholder": name} | ({"list": "headings"} if seen else {})
            self.fields[f"column_{name}"] = field

    def clean(self) -> dict[str, Any]:
        """One heading is one column."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        used: dict[str, str] = {}
        for name in COLUMNS:
            heading = one_line(data.get(f"column_{name}") or "").casefold()
            if heading and heading in used:
                self.add_error(f"column_{name}", _("Another column has this heading already. Name each only once."))
            used[heading] = name
        return data

    @property
    def columns(self) -> dict[str, str]:
        """Heading of theirs, in lower case -> our column."""
        said = {name: one_line(self.cleaned_data.get(f"column_{name}") or "").casefold() for name in COLUMNS}
        return {heading: name for name, heading in said.items() if heading and heading != name}


class ReadingForm(forms.ModelForm):
    """Member numbers, who is missing, and the brakes."""

    class Meta:
        model = RosterSettings
        fields = ("member_id_pattern", "missing_files", "lapse_percent", "rows_percent")
        help_texts = {
            "member_id_pattern": _lazy("Such as [0-9]{6} for six digits. Empty: any number of the usual length.")
        }

    def clean_member_id_pattern(self) -> str:
        """A pattern that can be read, and is no trap for the machine."""
        pattern: str = self.cleaned_data["member_id_pattern"].strip()
        try:
            re.compile(pattern)
        except re.error:
            raise forms.ValidationError(_("This pattern can’t be read. Write it like [0-9]{6}.")) from None
        if re.search(r"[+*}][^\])]*\)[+*{]", pattern):
            raise forms.ValidationError(_("Write the pattern without repeated groups, like [A-Z]{2}[0-9]{4}."))
        return pattern


class LineForm(forms.Form):
    """One line of the table of access."""

    types = LineInput(
        label=_lazy("Kinds of membership"), required=False, max_length=200,
        help_text=_lazy("Codes of the roster with a space between, such as FULL ASSOC. Empty: any."),
    )  # fmt: skip
    statuses = LineInput(
        label=_lazy("Status"), required=False, max_length=100,
        help_text=_lazy("Codes with a space between; A* is every code that begins with A. Empty: any."),
    )  # fmt: skip
    paid = forms.ChoiceField(label=_lazy("Paid through"), choices=Paid.choices)
    gives = forms.ChoiceField(label=_lazy("Access"), choices=Gives.choices)
    only_deceased = forms.BooleanField(label=_lazy("Only those marked as deceased"), required=False)
    in_directory = forms.BooleanField(label=_lazy("Listed in the directory of members"), required=False)
    votes = forms.BooleanField(label=_lazy("May vote, where the kind of membership does"), required=False)

    def _codes(self, name: str) -> str:
        codes = one_line(self.cleaned_data[name]).upper().replace(",", " ").split()
        if wrong := [code for code in codes if not CODES.fullmatch(code)]:
            raise forms.ValidationError(
                _("%(code)s is no code. Write letters and digits, with a space between two codes.") % {"code": wrong[0]}
            )
        return " ".join(codes)

    def clean_types(self) -> str:
        """Codes that the society has."""
        codes = self._codes("types")
        known = set(Category.objects.values_list("code", flat=True))
        if unknown := [code for code in codes.split() if not code.endswith("*") and code not in known]:
            raise forms.ValidationError(
                _("There is no kind of membership %(code)s. Make it under Categories first.") % {"code": unknown[0]}
            )
        return codes

    def clean_statuses(self) -> str:
        """Codes with or without a star."""
        return self._codes("statuses")

    def clean(self) -> dict[str, Any]:
        """What bars somebody, and what makes staff, holds whatever the dues are."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("gives") in ALWAYS and data.get("paid") != Paid.ANY:
            self.add_error("paid", _("This access does not depend on dues. Choose “any” here."))
        return data

    @property
    def line(self) -> Line:
        """What it says, once it is valid."""
        names = ("types", "statuses", "paid", "gives", "only_deceased", "in_directory", "votes")
        return Line(**{name: self.cleaned_data[name] for name in names})


class MoveLineForm(forms.Form):
    """A line up, down or out; which one."""

    line = forms.IntegerField(min_value=0, max_value=MOST)
    to = forms.ChoiceField(choices=[(name, name) for name in ("up", "down", "out")])


class CategoryForm(forms.ModelForm):
    """One kind of membership, as staff change it."""

    class Meta:
        model = Category
        fields = ("name", "grace_days", "dues", "becomes", "for_life", "votes")


class DuesMailForm(forms.ModelForm):
    """One mail around the end of a membership: whether it goes out, and when."""

    class Meta:
        model = DuesMail
        fields = ("is_on", "days")
