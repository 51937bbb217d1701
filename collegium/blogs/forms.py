"""Forms of blogs: what a blog says about itself, and its address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.accounts.names import called
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.blogs.models import BLOG_WORDS, Blog
from collegium.blogs.serial import Place
from collegium.discussion.meeting import Meeting
from collegium.discussion.publishing import Writing
from collegium.discussion.writing import LocalTime, PublishForm, WritingForm
from collegium.privacy.forms import Asking, AskingForm
from collegium.web.lines import LineInput
from collegium.web.numbers import possible


class BlogForm(Meeting, Asking, forms.ModelForm):
    """What the leader changes. Helpers are named by their handles, one a line; the form never saves."""

    asked_fields = ("title", "description", "bio", "disclosures")

    helper_handles = forms.CharField(
        label=_("Helpers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Profile names (the last part of a profile's address), one a line. They edit drafts; only you publish."
        ),
    )

    class Meta:
        model = Blog
        fields = ("title", "slug", "description", "bio", "disclosures")
        widgets = {"bio": forms.Textarea(attrs={"rows": 6})}

    def clean_slug(self) -> str:
        """Refuse the fixed words of the addresses."""
        slug = str(self.cleaned_data["slug"])
        if slug in BLOG_WORDS:
            raise forms.ValidationError(_("The site uses this word itself. Choose another address."))
        return slug

    def clean_helper_handles(self) -> list[User]:
        """The people named; refuse a name nobody has."""
        handles = self.cleaned_data["helper_handles"].split()
        people = {person.handle: person for person in User.objects.filter(handle__in=handles)}
        if missing := [handle for handle in handles if handle not in people]:
            raise forms.ValidationError(_("Nobody has the profile name “%(name)s”.") % {"name": missing[0]})
        return list(people.values())


class NewBlogForm(BlogForm):
    """What an editor fills in to open a blog for a leader."""

    owner_handle = forms.SlugField(label=_("Leader"), help_text=_("Profile name of the person who will write."))
    field_order = ("owner_handle", "title", "slug", "description")

    def clean_owner_handle(self) -> User:
        """The person."""
        person = User.objects.filter(handle=self.cleaned_data["owner_handle"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has this profile name."))
        return person


class CoAuthorForm(forms.Form):
    """Whom a leader names as an author beside themselves; `person` holds who was meant once it is valid."""

    name = LineInput(label=_("Name"), max_length=160, help_text=_("A name or a handle, as in the directory."))
    person: User

    def clean_name(self) -> str:
        """Exactly one member or somebody of the staff; whoever is neither is nobody here."""
        name = str(self.cleaned_data["name"])
        found = called(people_in({MEMBERS}), name)
        if not found:
            raise forms.ValidationError(
                _("No member is called %(name)s. Take the name from the directory.") % {"name": name}
            )
        if len(found) > 1:
            raise forms.ValidationError(_("Several members are called %(name)s. Write the handle.") % {"name": name})
        self.person = found[0]
        return name


class AddressForm(forms.Form):
    """Another address for a published post."""

    slug = forms.SlugField(label=_("Address"), max_length=80)


class PostForm(WritingForm):
    """What the writing screen of a post sends: with its series, and until when its comments are questions."""

    asked_too = (*WritingForm.asked_too, "series")
    closes_at = LocalTime(
        label=_("Questions welcome until"),
        required=False,
        validators=[possible],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )

    series = LineInput(
        label=_("Series"), max_length=120, required=False, help_text=_("Posts with the same words here are one series.")
    )
    part = forms.IntegerField(label=_("Part"), required=False, min_value=1, max_value=999)
    planned = forms.IntegerField(label=_("Parts in all, if you know"), required=False, min_value=1, max_value=999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_at"].help_text = _(
            "Members ask under the post until then, and you answer each question. Empty: ordinary comments. "
            "Times are those of %(zone)s."
        ) % {"zone": timezone.get_current_timezone_name()}

    @property
    def writing(self) -> Writing:
        """The valid form's content."""
        return replace(super().writing, closes_at=self.cleaned_data["closes_at"])

    @property
    def place(self) -> Place:
        """Where it belongs."""
        data = self.cleaned_data
        return Place(data["series"], data["part"], data["planned"])


class AskForm(Asking, PublishForm):
    """A helper asks the leader to publish: a word to them, and perhaps a time."""

    asked_fields = ("note",)
    note = LineInput(label=_("A word to the leader"), max_length=300, required=False)
    field_order = ("note", "at", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].label = _("Proposed time")
        self.fields["at"].help_text = _(
            "Leave it empty to propose none; the leader decides. Times are those of %(zone)s."
        ) % {"zone": timezone.get_current_timezone_name()}


class SendBackForm(AskingForm):
    """What the leader wants to have changed."""

    asked_fields = ("note",)
    note = forms.CharField(label=_("What is to be changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class CorrectionForm(AskingForm):
    """One line of the record."""

    asked_fields = ("text",)
    text = LineInput(
        label=_("What was wrong, and what is right"), max_length=500,
        help_text=_("One or two sentences. They stand above the words, with today’s date, and stay."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
