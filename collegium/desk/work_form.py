"""The form of a cited work: what staff enter or mend. It does not save, and what it says can be printed before."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collegium.citations.answers import AUTHORS_MOST, filled
from collegium.citations.formatting import STYLES, Printed, printed
from collegium.citations.identifiers import Identifier, of_key, only
from collegium.citations.models import Work
from collegium.discussion.meeting import Meeting
from collegium.web.lines import LineInput, one_line

KINDS = (
    ("article", gettext_lazy("Article in a journal")), ("preprint", gettext_lazy("Preprint")),
    ("book", gettext_lazy("Book")), ("chapter", gettext_lazy("Chapter of a book")),
    ("trial", gettext_lazy("Record of a trial")), ("page", gettext_lazy("Page on the web, or data")),
)  # fmt: skip
WORDS = (
    "title", "journal", "short", "volume", "issue", "pages", "publisher", "place", "edition", "url",
)  # fmt: skip
IDS = ("doi", "pmid", "pmcid", "nct")
_INITIALS = re.compile(r"[^\W\d_a-z]{1,4}")
_DAY = re.compile(r"(?:1[5-9]|2[01])\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


class PeopleField(forms.CharField):
    """Names, one a line: "Okafor AB" is a person, everything else is printed as it stands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}), **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        if not isinstance(value, list):
            return value
        return "\n".join(f"{one.get('family', '')} {one.get('initials', '')}".strip() or one["name"] for one in value)

    def clean(self, value: Any) -> Any:
        """People as `Work.data` holds them."""
        lines = [line for line in map(one_line, str(super().clean(value)).splitlines()) if line]
        if len(lines) > AUTHORS_MOST:
            raise forms.ValidationError(_("At most %(n)d names can be given.") % {"n": AUTHORS_MOST})
        return [_person(line[:160]) for line in lines]


def _person(line: str) -> dict[str, str]:
    family, _space, initials = line.rpartition(" ")
    return {"family": family, "initials": initials} if family and _INITIALS.fullmatch(initials) else {"name": line}


class CitedWorkForm(Meeting, forms.Form):
    """What is known of one work. Empty fields are not printed."""

    type = forms.ChoiceField(label=gettext_lazy("What it is"), choices=KINDS)
    title = LineInput(label=gettext_lazy("Title"), max_length=400)
    authors = PeopleField(
        label=gettext_lazy("Authors"),
        help_text=gettext_lazy("One a line, family name and initials: Okafor AB. Groups with their whole name."),
    )
    editors = PeopleField(label=gettext_lazy("Editors of the book"))
    journal = LineInput(label=gettext_lazy("Journal, book or site"), max_length=400, required=False)
    short = LineInput(
        label=gettext_lazy("Short title of the journal"), max_length=400, required=False,
        help_text=gettext_lazy("As the NLM abbreviates it; printed instead of the whole."),
    )  # fmt: skip
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1500, max_value=2200, required=False)
    month = forms.IntegerField(label=gettext_lazy("Month"), min_value=1, max_value=12, required=False)
    day = forms.IntegerField(label=gettext_lazy("Day"), min_value=1, max_value=31, required=False)
    volume = LineInput(label=gettext_lazy("Volume"), max_length=20, required=False)
    issue = LineInput(label=pgettext_lazy("of a journal", "Issue"), max_length=20, required=False)
    pages = LineInput(label=gettext_lazy("Pages or number of the article"), max_length=40, required=False)
    publisher = LineInput(label=gettext_lazy("Publisher"), max_length=160, required=False)
    place = LineInput(label=gettext_lazy("Place of the publisher"), max_length=80, required=False)
    edition = LineInput(label=gettext_lazy("Edition"), max_length=20, required=False)
    url = forms.URLField(
        label=gettext_lazy("Address on the web"), max_length=400, required=False, assume_scheme="https"
    )
    doi = LineInput(label="DOI", max_length=220, required=False)
    pmid = LineInput(label="PMID", max_length=20, required=False)
    pmcid = LineInput(label="PMCID", max_length=20, required=False)
    nct = LineInput(label="NCT", max_length=20, required=False)
    standing = forms.ChoiceField(
        label=gettext_lazy("What became of it"), required=False,
        choices=[("", gettext_lazy("Nothing that readers have to know")), *Work.Standing.choices],
    )  # fmt: skip
    standing_at = LineInput(
        label=gettext_lazy("When"), max_length=10, required=False,
        help_text=gettext_lazy("The day, the month or the year: 2012-06-01, 2012-06 or 2012."),
    )  # fmt: skip
    notice = LineInput(
        label=gettext_lazy("DOI or PMID of the notice"), max_length=220, required=False,
        help_text=gettext_lazy("Readers are led to it."),
    )  # fmt: skip
    notice_source = LineInput(
        label=gettext_lazy("Where the notice stands"), max_length=200, required=False,
        help_text=gettext_lazy("As in: J Imag Oncol. 2012;30:e7"),
    )  # fmt: skip

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        self.work = work
        notice = {
            scheme: one.label for scheme in ("pmid", "doi") if (one := of_key(f"{scheme}:{work.notice.get(scheme)}"))
        }
        initial = {**work.data, **work.known()["ids"], "standing": work.standing, "standing_at": work.standing_at}
        initial |= {
            "notice": notice.get("doi") or notice.get("pmid", ""),
            "notice_source": work.notice.get("source", ""),
        }
        super().__init__(*args, initial=initial, **kwargs)

    def _identifier(self, name: str, *schemes: str) -> Identifier | None:
        text = self.cleaned_data[name]
        found = (only(text) or only(f"{name} {text}")) if text else None
        if text and (found is None or found.scheme not in schemes):
            raise forms.ValidationError(_("This is not one. Write it as it stands in the register."))
        return found

    def clean_doi(self) -> str:
        """As in keys."""
        return found.value if (found := self._identifier("doi", "doi")) else ""

    def clean_pmid(self) -> str:
        """As in keys."""
        return found.value if (found := self._identifier("pmid", "pmid")) else ""

    def clean_pmcid(self) -> str:
        """As in keys."""
        return found.value if (found := self._identifier("pmcid", "pmcid")) else ""

    def clean_nct(self) -> str:
        """As in keys."""
        return found.value if (found := self._identifier("nct", "nct")) else ""

    def clean_notice(self) -> dict[str, str]:
        """The identifier under its scheme."""
        found = self._identifier("notice", "doi", "pmid")
        return {found.scheme: found.value} if found else {}

    def clean_standing_at(self) -> str:
        """A day, a month or a year."""
        text = str(self.cleaned_data["standing_at"])
        if text and not _DAY.fullmatch(text):
            raise forms.ValidationError(_("Write the day as 2012-06-01, the month as 2012-06, or the year."))
        return text

    def clean(self) -> dict[str, Any]:
        """A day needs its month, a month its year; its own identifier stays."""
        data = super().clean()
        if data.get("day") and not data.get("month"):
            self.add_error("day", _("Give the month, too, or leave the day out."))
        if data.get("month") and not data.get("year"):
            self.add_error("month", _("Give the year, too, or leave the month out."))
        own = self.work.identifier
        if own.scheme in data and data[own.scheme] != own.value:
            self.add_error(
                own.scheme, _("People cited it by this identifier (%(own)s): it stays.") % {"own": own.value}
            )
        return data

    @property
    def known(self) -> dict[str, Any]:
        """A valid form as `Work.data`; what the form does not ask for is kept."""
        data, before = self.cleaned_data, self.work.data
        ids = {name: data[name] for name in IDS} | {"arxiv": before.get("ids", {}).get("arxiv", "")}
        own = {name: data[name] for name in ("type", "authors", "editors", "year", "month", "day", *WORDS)}
        return filled({**before, **own, "title": data["title"].rstrip("."), "ids": filled(ids)})

    @property
    def became(self) -> tuple[str, str, dict[str, str]]:
        """A valid form's standing, its day and its notice."""
        data = self.cleaned_data
        if not data["standing"]:
            return "", "", {}
        return data["standing"], data["standing_at"], data["notice"] | filled({"source": data["notice_source"]})

    @property
    def lines(self) -> list[tuple[str, Printed]]:
        """The reference as both styles print it: as it is typed, where that is valid, else as it is stored."""
        is_good = self.is_bound and self.is_valid()
        known, notice = (self.known, self.became[2]) if is_good else (self.work.data, self.work.notice)
        if not known.get("title"):
            return []
        own = self.work.identifier
        known = {**known, "ids": {**known.get("ids", {}), own.scheme: own.value}}
        return [(style, printed(known, style, notice=notice)) for style in STYLES]
