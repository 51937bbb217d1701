"""The form of the society's settings. It does not save."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import Field, URLField
from django.utils.translation import gettext_lazy as _

from collegium.accounts.forms import zones
from collegium.discussion.meeting import Meeting
from collegium.web.issn import check_issn, issn_of
from collegium.web.models import Society

HUES = range(15, 360, 30)
STRENGTHS = [("0", _("Gray")), ("0.05", _("Quiet")), ("0.085", _("Usual")), ("0.13", _("Strong"))]


def _in_form(field: Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """An address without its scheme is meant with https."""
    if isinstance(field, URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class IssnField(forms.CharField):
    """A number of the magazine; with or without its hyphen."""

    def to_python(self, value: Any) -> str:
        """As it is stored, once it is one."""
        text = str(super().to_python(value) or "")
        if text:
            check_issn(text)
            return issn_of(text)
        return ""


class SocietyForm(Meeting, forms.ModelForm):
    """What staff decide about their site: its name, its color, its days and where it is found."""

    hue = forms.TypedChoiceField(label=_("Color"), coerce=int, widget=forms.RadioSelect)
    chroma = forms.ChoiceField(label=_("How strong"), choices=STRENGTHS)
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: zones()[1:])

    issn_print = IssnField(label=_("ISSN in print"), required=False)
    issn_electronic = IssnField(label=_("ISSN on the web"), required=False)
    issn_linking = IssnField(label=_("ISSN that links both"), required=False)

    class Meta:
        model = Society
        formfield_callback = _in_form
        fields = (
            "name", "short_name", "tagline", "magazine_name", "issn_print", "issn_electronic",
            "issn_linking", "hue", "chroma", "language", "time_zone", "grace_days",
            "member_id_width", "ask_after_hours", "citation_style", "looks_up_references", "contact_email",
            "join_url", "x_url", "facebook_url", "linkedin_url", "house_rules",
        )  # fmt: skip
        help_texts: ClassVar[Any] = {
            "short_name": _("Stands in the bar of every page and in the subject of mails."),
            "join_url": _("Where “Become a member” leads."),
            "looks_up_references": _(
                "Titles, authors and retractions come from Crossref, DataCite, arXiv, PubMed and ClinicalTrials.gov. "
                "Only identifiers are sent. It works where whoever runs the server has allowed it (COLLEGIUM_OUTBOUND)."
            ),
            "citation_style": _("How the references in posts, articles and replies are printed."),
            "member_id_width": _("Shorter numbers of the roster are filled up with zeros."),
            "ask_after_hours": _("To five at most, who agreed to be asked. 0: only when the asker wishes it."),
            "house_rules": _("Your own, instead of those that come with the site. A blank line ends a paragraph."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance
        self.hues = sorted({*HUES, own.hue})
        self.fields["hue"].choices = [(hue, str(hue)) for hue in self.hues]  # type: ignore[attr-defined]
        strength = f"{Decimal(own.chroma).normalize():f}"  # 0.130 and 0.13 are one choice
        own_strength = [] if strength in dict(STRENGTHS) else [(strength, strength)]
        self.fields["chroma"].choices = [*STRENGTHS, *own_strength]  # type: ignore[attr-defined]
        self.initial["chroma"] = strength
