"""The form of a message, and the one that begins a conversation."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.accounts.names import called
from collegium.audience.models import GUESTS
from collegium.audience.people import people_in
from collegium.discussion.forms import WordsForm
from collegium.discussion.mentions import linked
from collegium.discussion.words import Words
from collegium.web.numbers import number_of

LONGEST_NAME = 160  # characters of a name or handle that is looked up


class MessageForm(WordsForm):
    """Words to the people of a conversation; nobody else can be named in them."""

    cites = False

    def __init__(self, *args: Any, others: list[User] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others or []
        self.fields["body"].label = _("Message")
        self.fields["body"].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        """Names of people outside stay plain text."""
        data = super().clean()
        ids = [person.pk for person in self.others]
        self.words = Words.kept(linked(self.words.body, lambda: User.objects.filter(pk__in=ids)))
        return data


class BeginForm(MessageForm):
    """To whom, and the first words. `people` holds who was meant once the form is valid."""

    to = forms.CharField(
        label=_("To"), max_length=600, help_text=_("Names or handles, one after the other with commas between.")
    )
    field_order = ("to", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: list[User] = []

    @staticmethod
    def meant(to: str) -> User | None:
        """The person that `?to=` of an address names: a handle or an id."""
        text = to.replace("\x00", "").strip()[:LONGEST_NAME]
        known = people_in({GUESTS})
        if person := known.filter(handle__iexact=text).first():
            return person
        number = number_of(text)
        return known.filter(pk=number).first() if number is not None else None

    def clean_to(self) -> str:
        """Each name must be exactly one registered person."""
        text = str(self.cleaned_data["to"]).replace("\x00", "")
        for name in filter(None, map(str.strip, re.split(r"[,;\n]", text))):
            if not (
                self.people and name in re.split(r",\s*", self.people[-1].credentials)
            ):  # "…, PA-C", as lists have it
                self.people.append(self._person(name))
        return text

    def _person(self, name: str) -> User:
        known = people_in({GUESTS})
        found = called(known, name)
        if not found:
            raise forms.ValidationError(
                _("Nobody here is called %(name)s. Take the name from the directory."), params={"name": name}
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several people are called %(name)s. Write from their profile instead."), params={"name": name}
            )
        return found[0]
