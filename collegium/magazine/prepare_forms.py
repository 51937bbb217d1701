"""The form of the page that prepares all articles of an issue: the same few fields for each, saved by one button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collegium.magazine.forms import TITLE_MOST, author_of, lines_of_authors
from collegium.magazine.models import Article, Department
from collegium.magazine.preparing import Facts, accounts_named, guessed_types
from collegium.magazine.relations import own_title
from collegium.magazine.types import NOTICES, type_choices
from collegium.magazine.word_actions import undescribed
from collegium.magazine.word_forms import ALT_MOST
from collegium.privacy.forms import AskingForm
from collegium.web.lines import LineInput


@dataclass(slots=True)
class Part:
    """One article on the page with its fields; of each picture its id, what it shows and whether it decorates."""

    article: Article
    facts: list[Any]
    mail: Any
    pictures: list[tuple[int, Any, Any]]
    has_guess: bool
    findings: int


class PrepareForm(AskingForm):
    """Fields `title-<id>`, `deck-<id>`, … of each article, `shows-<id>` and `plain-<id>` of each picture."""

    def __init__(self, *args: Any, articles: list[Article], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.articles = articles
        self.pictures = {article.pk: undescribed(article.body) for article in articles}
        self.guesses = guessed_types(articles)
        names = {str(line["name"]) for article in articles for line in article.bylines if not line.get("handle")}
        self.accounts = accounts_named(names)
        for article in articles:
            self._add(article)

    def _add(self, article: Article) -> None:
        key, notice = article.pk, [one for one in type_choices() if one[0] == article.type and article.type in NOTICES]
        choices = [one for one in type_choices() if one[0] not in NOTICES]  # a notice names what it is about: its page
        self.fields |= {
            f"title-{key}": LineInput(
                label=_("Title"), min_length=4, max_length=TITLE_MOST, initial=own_title(article)
            ),
            f"deck-{key}": forms.CharField(
                label=_("Standfirst"), max_length=400, required=False, initial=article.deck,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            f"type-{key}": forms.ChoiceField(
                label=_("Type"), choices=notice or choices, initial=self.guesses.get(key, article.type)
            ),
            f"department-{key}": forms.ModelChoiceField(
                Department.objects.all(), label=_("Department"), initial=article.department_id, empty_label=None
            ),
            f"authors-{key}": forms.CharField(
                label=_("Authors"), initial=self._authors(article), widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("One a line: @ and the profile name, or the name and what they are, as printed."),
            ),
            f"mail-{key}": forms.EmailField(label=_("Mail address for the proof"), required=False),
        }  # fmt: skip
        for file in self.pictures[key]:
            self.fields[f"shows-{file}"] = forms.CharField(
                label=_("What it shows"), max_length=ALT_MOST, required=False
            )
            self.fields[f"plain-{file}"] = forms.BooleanField(label=_("It only decorates"), required=False)

    def _authors(self, article: Article) -> str:
        """As printed; with the account of the only member of that name, for the editor to look at."""
        lines = lines_of_authors(article)
        for place, line in enumerate(article.bylines):
            if not line.get("handle") and (person := self.accounts.get(str(line["name"]))):
                lines[place] = f"@{person.handle}"
        return "\n".join(lines)

    def has_guess(self, article: Article) -> bool:
        """Whether anything of it is guessed."""
        guessed = self.guesses.get(article.pk, article.type) != article.type
        return guessed or self._authors(article) != "\n".join(lines_of_authors(article))

    def clean(self) -> dict[str, Any]:
        """Authors become accounts or stay as typed; the check looks at every text."""
        data = super().clean()
        for article in self.articles:
            name = f"authors-{article.pk}"
            try:
                data[name] = [author_of(line.strip()) for line in str(data.get(name, "")).splitlines() if line.strip()]
            except forms.ValidationError as error:
                self.add_error(name, error)
        texts = [f"{kind}-{article.pk}" for article in self.articles for kind in ("title", "deck")]
        texts += [f"shows-{file}" for files in self.pictures.values() for file in files]
        if said := {name: str(data[name]) for name in texts if data.get(name)}:
            self.ask(said)
        return data

    def facts_of(self, article: Article) -> Facts:
        """What was said of one article."""
        data, key = self.cleaned_data, article.pk
        said = {file: " ".join(data.get(f"shows-{file}", "").split()) for file in self.pictures[key]}
        return Facts(
            data[f"title-{key}"], data[f"deck-{key}"], data[f"type-{key}"], data[f"department-{key}"],
            data[f"authors-{key}"], {file: text for file, text in said.items() if text or data.get(f"plain-{file}")},
        )  # fmt: skip

    @property
    def addresses(self) -> dict[int, str]:
        """Mail addresses by article."""
        found = {article.pk: self.cleaned_data.get(f"mail-{article.pk}", "") for article in self.articles}
        return {key: address for key, address in found.items() if address}

    @property
    def parts(self) -> Iterator[Part]:
        """The articles with their fields, for the page."""
        for article in self.articles:
            key = article.pk
            shown = [(file, self[f"shows-{file}"], self[f"plain-{file}"]) for file in self.pictures[key]]
            names = ("title", "deck", "type", "department", "authors")
            note = getattr(article, "word_note", None)
            yield Part(
                article, [self[f"{name}-{key}"] for name in names], self[f"mail-{key}"], shown,
                has_guess=self.has_guess(article),
                findings=note.findings if note else 0,
            )  # fmt: skip


def refusal_to_send(titles: list[str]) -> str:
    """What to do for articles whose authors cannot be reached, as a sentence."""
    return _now("No proof was sent for %(titles)s: give a mail address, or @ and a profile name.") % {
        "titles": ", ".join(f"“{title}”" for title in titles)
    }
