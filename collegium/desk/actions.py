"""Deeds of the desk that belong to no other app."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.citations.tasks import print_all_anew
from collegium.files.pictures import Part
from collegium.outbox import audit, mail
from collegium.people import actions as people
from collegium.web.languages import spoken_to
from collegium.web.models import Society


@transaction.atomic
def change_society(society: Society, fields: list[str], by: User) -> None:
    """Save the society's settings and log which of them changed."""
    society.save()
    audit.log(by, "changed the settings of the society", about=("society", society.pk), detail={"fields": fields})
    if {"citation_style", "language"} & set(fields):
        print_all_anew.enqueue()


def put_up_portrait(person: User, by: User, data: bytes, *, face: str, part: Part | None) -> None:
    """Staff show a photograph as somebody's portrait; it counts against nobody's quota, is logged, and told.

    Raises:
        files.Refused: it is no picture, or too large, or the part is none of it, with one sentence.
    """
    people.put_up_portrait(person, data, face=face, part=part)
    _tell_of_portrait(person, by, "set a portrait")


def take_down_portrait(person: User, by: User) -> None:
    """Staff take somebody's portrait down; it is logged, and told."""
    people.take_down_portrait(person)
    _tell_of_portrait(person, by, "took a portrait down")


@transaction.atomic
def _tell_of_portrait(person: User, by: User, deed: str) -> None:
    audit.log(by, deed, about=("person", person.pk))
    if person == by or not person.email:
        return
    with spoken_to(person):
        text = _("Staff changed your portrait. You can choose another one, or remove it:")
        text = f"{text}\n{settings.SITE_URL}/settings/profile/"
        mail.queue(person, "account", _("Your portrait was changed"), text, about=("person", person.pk))
