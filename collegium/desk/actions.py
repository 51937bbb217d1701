"""Deeds of the desk that belong to no other app."""

from __future__ import annotations

from django.db import transaction

from collegium.accounts.models import User
from collegium.citations.tasks import print_all_anew
from collegium.outbox import audit
from collegium.web.models import Society


@transaction.atomic
def change_society(society: Society, fields: list[str], by: User) -> None:
    """Save the society's settings and log which of them changed."""
    society.save()
    audit.log(by, "changed the settings of the society", about=("society", society.pk), detail={"fields": fields})
    if {"citation_style", "language"} & set(fields):
        print_all_anew.enqueue()
