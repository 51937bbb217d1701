"""Who is meant by a name that somebody typed or took from a list."""

from __future__ import annotations

from django.db.models import QuerySet

from collegium.accounts.models import User
from collegium.web.texts import folded


def called(people: QuerySet[User], text: str) -> list[User]:
    """Those of these people with this handle, else with this name: accents, capitals and credentials do not matter."""
    text = " ".join(text.replace("\x00", "").split()).removeprefix("@")
    if found := list(people.filter(handle__iexact=text)[:1]):
        return found
    name = text.partition(",")[0]
    named = people.filter(folded_name=folded(name))[:20]
    return [person for person in named if folded(text) in (folded(person.name), folded(person.full_name))]
