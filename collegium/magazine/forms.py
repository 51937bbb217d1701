"""Forms of the editors: an issue, an article."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.discussion.meeting import Meeting
from collegium.discussion.writing import READERS, WritingForm, initial_of
from collegium.magazine.actions import Author
from collegium.magazine.models import ISSUE_WORDS, Article, Department, Issue, Stage
from collegium.magazine.relations import own_title
from collegium.magazine.types import FIRST_TYPE, NOTICES, type_choices
from collegium.privacy.forms import Asking, AskingForm
from collegium.web.html import without_harm
from collegium.web.lines import LineInput
from collegium.web.numbers import possible

TITLE_MOST = 180  # what a label needs stays free
_HANDLE = re.compile(r"@([\w-]+)")


class IssueForm(Meeting, Asking, forms.ModelForm):
    """An issue's front."""

    asked_fields = ("title", "cover_line", "note")

    cover = forms.FileField(
        label=_("Picture on the cover"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Upright, 3 by 4. Without one, the drawing is shown."),
    )

    pdf = forms.FileField(
        label=_("PDF as it was printed"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("It holds every article in full. An old issue needs nothing else."),
    )
    pdf_for = forms.TypedChoiceField(label=_("Who may download the PDF"), choices=READERS, coerce=int, required=False)

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
        self.fields["pdf_for"].initial = self.instance.pdf_readers_id

    def clean(self) -> dict[str, Any]:
        """Who may download it is a field of the issue."""
        data = super().clean()
        self.instance.pdf_readers_id = data.get("pdf_for") or MEMBERS
        return data

    def clean_note(self) -> str:
        """The note without what no file of the issue could hold."""
        return without_harm(self.cleaned_data["note"])

    def clean_slug(self) -> str:
        """Refuse the fixed words of the addresses."""
        slug = str(self.cleaned_data["slug"] or "")
        if slug in ISSUE_WORDS:
            raise forms.ValidationError(_("The site uses this word itself. Choose another address."))
        return slug or f"{self.data.get('volume')}-{self.data.get('number')}"


class ArticleForm(WritingForm):
    """The writing form with an article's place and authors."""

    asked_too = (*WritingForm.asked_too, "kicker", "disclosure")
    title = LineInput(label=_("Title"), min_length=4, max_length=TITLE_MOST)
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
    about = forms.CharField(
        label=_("Articles it is about, or belongs with"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("Their addresses, one a line. Both pages will link to each other."),
    )

    def clean_about(self) -> list[Article]:
        """The articles behind the addresses."""
        return [self._named(line.strip()) for line in self.cleaned_data["about"].splitlines() if line.strip()]

    def _named(self, line: str) -> Article:
        slug = line.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
        found = Article.objects.filter(slug=slug, removed_at=None).first()
        if found is None:
            raise forms.ValidationError(_("No article has the address “%(address)s”.") % {"address": line[:100]})
        return found

    def clean(self) -> dict[str, Any]:
        """A notice says which article it is about."""
        data = super().clean() or self.cleaned_data
        if data.get("type") in NOTICES and "about" in data and not data["about"]:
            self.add_error("about", _("Say which article this is about: give its address."))
        return data

    def clean_author_lines(self) -> list[Author]:
        """Accounts for the lines with @, the others as typed."""
        return [author_of(line.strip()) for line in self.cleaned_data["author_lines"].splitlines() if line.strip()]

    @property
    def place(self) -> dict[str, Any]:
        """The fields of the article that say where it stands."""
        return {name: self.cleaned_data[name] for name in ("type", "department", "issue", "kicker", "disclosure")}


def author_of(line: str) -> Author:
    """An account for "@handle", else the line as typed."""
    named = _HANDLE.fullmatch(line)
    person = User.objects.filter(handle=named[1]).first() if named else None
    if named and person is None:
        raise forms.ValidationError(_("Nobody has the profile name “%(name)s”.") % {"name": named[1]})
    return person or line


class StageForm(forms.Form):
    """How far an article is, who has it, until when."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    holder = LineInput(
        label=_("Who has it now"), max_length=120, required=False, help_text=_("@ and the profile name, or a name.")
    )
    due_on = forms.DateField(
        label=_("Due"),
        required=False,
        validators=[possible],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_holder(self) -> Author:
        """An account, or the name."""
        return author_of(self.cleaned_data["holder"])

    @classmethod
    def of(cls, article: Article) -> StageForm:
        """Filled with what holds now."""
        holder = f"@{article.holder.handle}" if article.holder else article.holder_name
        return cls(initial={"stage": article.stage, "holder": holder, "due_on": article.due_on})


class SendProofForm(forms.Form):
    """To which of its authors an article is sent; whoever has no account needs a mail address."""

    to = forms.TypedChoiceField(label=_("Author"), coerce=int)
    mail = forms.EmailField(
        label=_("Mail address"),
        required=False,
        help_text=_("Only for an author without an account. Nobody but editors sees it."),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = article.bylines
        people = {person.handle: person for person in article.authors.all()}
        self.people = [people.get(line.get("handle")) for line in self.lines]
        self.fields["to"].choices = [(place, line["name"]) for place, line in enumerate(self.lines)]  # type: ignore[attr-defined]
        last = article.proofs.exclude(mail="").first()
        self.fields["mail"].initial = last.mail if last else ""

    def clean(self) -> dict[str, Any]:
        """Ask for the address where it is needed."""
        data = super().clean() or self.cleaned_data
        to = data.get("to")
        if to is not None and self.people[to] is None and not data.get("mail") and "mail" not in self.errors:
            self.add_error("mail", _("This author has no account here: give a mail address."))
        return data

    @property
    def addressee(self) -> User | tuple[str, str]:
        """The account, or name and mail address."""
        to = self.cleaned_data["to"]
        return self.people[to] or (self.lines[to]["name"], self.cleaned_data["mail"])


class AnswerForm(AskingForm):
    """What an author says to a proof."""

    asked_fields = ("words",)
    act = forms.ChoiceField(choices=[("approve", "approve"), ("change", "change")])
    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What should be changed"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the editors read it."),
    )

    def clean(self) -> dict[str, Any]:
        """A wish needs words."""
        data = super().clean()
        if data.get("act") == "change" and not (data.get("words") or "").strip() and "words" not in self.errors:
            self.add_error("words", _("Say in a few words what should be changed."))
        return data


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


def lines_of_authors(article: Article) -> list[str]:
    """Its authors as the form takes them, a line each."""
    return [
        f"@{line['handle']}" if line.get("handle") else ", ".join(filter(None, (line["name"], line.get("office"))))
        for line in article.bylines
    ]


def initial_of_article(article: Article) -> dict[str, Any]:
    """A form's initial values from a stored article."""
    return initial_of(article) | {
        "title": own_title(article),
        "type": article.type,
        "department": article.department_id,
        "issue": article.issue_id,
        "kicker": article.kicker,
        "disclosure": article.disclosure,
        "about": "\n".join(row.other.get_absolute_url() for row in article.relations.select_related("other")),
        "author_lines": "\n".join(lines_of_authors(article)),
    }
