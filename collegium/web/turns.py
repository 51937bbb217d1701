"""One after another: what is looked at before it is saved is still so when it is saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def one_after_another(what: str, *, own: bool = False) -> Callable[[View], View]:
    """For a view that compares what somebody saw with what is stored, then saves: two at the same moment take turns.

    Stands below `@open_to`. The view reads its rows within its turn, so the second sees what the first saved. SQLite
    gives a writing transaction its turn when it begins (`transaction_mode`), PostgreSQL by a lock until it ends.

    Args:
        what: the kind of thing. All views that save one thing name the same, and have the same names in the address.
        own: each person has one of their own.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def in_turn(request: HttpRequest, **names: Any) -> HttpResponse:
            if request.method != "POST":
                return view(request, **names)
            person = request.reader.person_id if own else ""  # type: ignore[attr-defined]
            with transaction.atomic():
                _take_turn(":".join(map(str, (what, person, *names.values()))))
                return view(request, **names)

        return in_turn

    return decorate


def _take_turn(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
