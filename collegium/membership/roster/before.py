"""How it is with people, as one flat table of texts and numbers; what a run changed is the difference of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.membership.ladders import SOURCE as LADDER
from collegium.membership.models import Membership, Term

PERSON = ("name", "given_name", "family_name", "credentials", "email", "is_active")
NOT_OURS = {"id", "person_id", "created_at", "invited_at"}
STANDING = ("kind", "since", "until", "source")
TERM = ("office_id", "body_id", "start", "end", "source")
Facts = dict[str, Any]  # "person.name", "membership", "membership.status", "standing.12", "term.4" -> as JSON


def membership_fields() -> list[str]:
    """Columns of a membership that a roster writes."""
    return [field.attname for field in Membership._meta.concrete_fields if field.attname not in NOT_OURS]


def facts_of(people: Collection[int]) -> dict[int, Facts]:
    """Everything a roster can change about these people, by person."""
    found: dict[int, Facts] = defaultdict(dict)
    for person in User.objects.filter(pk__in=people).values("pk", *PERSON):
        pk = person.pop("pk")
        found[pk] |= {f"person.{name}": value for name, value in person.items()}
    for row in Membership.objects.filter(person__in=people).values("pk", "person_id", *membership_fields()):
        own = found[row.pop("person_id")]
        own["membership"] = row.pop("pk")
        own |= {f"membership.{name}": _plain(value) for name, value in row.items()}
    _rows(found, Standing.objects.all(), STANDING, "standing", people)
    _rows(found, Term.objects.exclude(source=LADDER), TERM, "term", people)  # ladders follow by themselves
    return found


def _rows(
    found: dict[int, Facts], rows: QuerySet[Any], names: tuple[str, ...], label: str, people: Collection[int]
) -> None:
    for person, pk, *values in rows.filter(person__in=people).values_list("person_id", "pk", *names):
        found[person][f"{label}.{pk}"] = [_plain(value) for value in values]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def difference(before: Facts, after: Facts) -> dict[str, list[Any]]:
    """Key -> [before, after] of what differs; None where it is not there."""
    keys: Iterable[str] = [*before, *(key for key in after if key not in before)]
    return {key: [before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)}
