"""Rounds for tests: leaders with an office, visits in the past."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from collegium.accounts.models import User
from collegium.brief.models import Visit
from collegium.membership.models import Office, Term, society_today


def give_office(person: User, title: str = "President") -> Term:
    office = Office.objects.filter(title=title).first() or Office.objects.create(
        key=title.lower(), title=title, order=1
    )
    return Term.objects.create(person=person, office=office, start=society_today() - timedelta(days=40))


def visited(person: User, days_ago: float = 3.0, began: float = 0.0) -> Visit:
    """The visit before began `days_ago`; the present one `began` days ago."""
    now = timezone.now()
    return Visit.objects.update_or_create(
        pk=person.pk,
        defaults={
            "previous_started_at": now - timedelta(days=days_ago),
            "started_at": now - timedelta(days=began) + timedelta(seconds=30 if not began else 0),
            "last_request_at": now,
        },
    )[0]
