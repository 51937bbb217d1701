"""The form in which posts and articles are written: title, standfirst, words with headings, subjects, readers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion.figures import LICENSES, LONGEST_LINE, below, refusal_of_pictures
from collegium.discussion.forms import WordsForm
from collegium.discussion.models import Subject
from collegium.discussion.models.publication import Publication
from collegium.discussion.publishing import Hero, Writing
from collegium.web import html
from collegium.web.lines import LineInput
from collegium.web.numbers import Several, possible

READERS = [(PUBLIC, _("Everyone")), (GUESTS, _("Guests and members")), (MEMBERS, _("Members"))]


class WritingForm(WordsForm):
    """What the writing screen of a post or article sends."""

    headings = True
    asked_too: tuple[str, ...] = ("title", "deck", "hero_alt", "hero_caption", "hero_credit")
    title = LineInput(label=_("Title"), min_length=4, max_length=200)
    deck = LineInput(
        label=_("Standfirst"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences. Everybody sees them, even people who may not read the rest."),
    )
    subjects = Several(Subject.objects.all(), required=False, label=_("Subjects"), widget=forms.CheckboxSelectMultiple)
    readers = forms.TypedChoiceField(label=_("Who reads it"), choices=READERS, coerce=int)
    hero = forms.FileField(
        label=_("Picture above the words"), required=False, widget=forms.ClearableFileInput(attrs={"accept": "image/*"})
    )
    hero_alt = LineInput(
        label=_("What the picture shows"), max_length=300, required=False, help_text=_("For people who cannot see it.")
    )
    hero_decorative = forms.BooleanField(label=_("Decorative: it says nothing the words do not say"), required=False)
    hero_caption = LineInput(label=_("Caption"), max_length=180, required=False)
    hero_credit = LineInput(label=_("Credit: whose picture it is"), max_length=80, required=False)
    hero_license = forms.ChoiceField(
        label=_("License"), choices=[("", _("Not said")), *LICENSES.items()], required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = "must" if self.initial.get("is_out") else "later"

    def clean_hero(self) -> Hero | None:
        """The bytes of a new picture."""
        upload = self.cleaned_data["hero"]
        if not upload:
            return None
        alt, caption, credit = (
            str(self.data.get(name, ""))[:LONGEST_LINE].strip() for name in ("hero_alt", "hero_caption", "hero_credit")
        )
        is_decorative = bool(self.data.get("hero_decorative"))
        if not alt and not is_decorative:
            raise forms.ValidationError(
                _("Say in a few words what the picture shows, for people who cannot see it, or that it is decorative.")
            )
        line = below(caption, credit, str(self.data.get("hero_license", "")))
        if len(line) > LONGEST_LINE:
            raise forms.ValidationError(
                _("Caption, credit and license are longer than %(n)d characters together. Shorten them.")
                % {"n": LONGEST_LINE}
            )
        alt = "" if is_decorative else alt
        return Hero(upload.read(), alt, line)

    def clean(self) -> dict[str, Any]:
        """What readers have already needs its pictures described; a draft's are asked for when it is published."""
        data = super().clean()
        if self.initial.get("is_out") and (refusal := refusal_of_pictures(self.words.body)):
            self.add_error("body", refusal)
        return data

    @property
    def writing(self) -> Writing:
        """The valid form's content."""
        data = self.cleaned_data
        return Writing(
            data["title"].strip(), data["deck"].strip(), self.words, data["subjects"], data["readers"], data["hero"]
        )


def initial_of(piece: Publication) -> dict[str, Any]:
    """A form's initial values from a stored piece."""
    plain = html.is_plain(piece.body)
    return {
        "title": piece.title,
        "deck": piece.deck,
        "body": html.to_plain(piece.body) if plain else piece.body,
        "body_format": "plain" if plain else "html",
        "subjects": [subject.pk for subject in piece.subjects.all()],
        "readers": piece.readers_id,
        "version": piece.version,
        "is_out": piece.published_at is not None,
    }


class LocalTime(forms.DateTimeField):
    """A time by the clock of whoever sends it; an hour that the clocks skip or repeat is refused in own words."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise forms.ValidationError(
                _("The clocks change in that hour. Choose a time before or after it."), code=error.code
            ) from error


class PublishForm(forms.Form):
    """When it comes out: now, or at a time in the zone of whoever publishes."""

    at = LocalTime(
        label=_("Publish at"),
        required=False,
        validators=[possible],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("Leave it empty to publish now. Times are those of %(zone)s.") % {
            "zone": timezone.get_current_timezone_name()
        }

    def clean_at(self) -> Any:
        """Refuse a time that has passed."""
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise forms.ValidationError(_("This time has passed. Choose a later one, or leave it empty."))
        return at
