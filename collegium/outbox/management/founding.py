"""A real, empty site: the society, its places with their defaults, the first administrator, and their way in.

The defaults are those of docs/access.md: blogs Public to read and Members to comment, forums, magazine and open groups
Members, one forum Guests, organization pages Public.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.accounts.actions import create_person, give_role
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.models import GUESTS, MEMBERS, Standing
from collegium.discussion.models import Subject
from collegium.forums.models import Forum, Section
from collegium.organizations import actions as organizations
from collegium.outbox import audit
from collegium.web.models import Society

Kind = Standing.Kind


@dataclass(frozen=True, slots=True)
class Wishes:
    """What `collegium init` was told."""

    society: str
    short_name: str
    email: str
    name: str
    language: str = "en"
    time_zone: str = "UTC"


@transaction.atomic
def found(wishes: Wishes) -> User:
    """Make the society, its first places and its first administrator, who has no password yet."""
    with translation.override(wishes.language):
        society = Society(
            name=wishes.society, short_name=wishes.short_name, language=wishes.language,
            time_zone=wishes.time_zone, contact_email=wishes.email,
        )  # fmt: skip
        society.save()
        _make_forums()
        for name in (_("Policy"), _("Care worldwide"), _("Technology"), _("Science and research")):
            Subject.objects.create(name=name, slug=slugify(name))
        organizations.create_host(society)
        person = create_person(name=wishes.name, email=wishes.email)
        access.grant(person, Kind.STAFF, source="init")
        give_role(person, Kind.ADMINISTRATOR, None, _("First administrator of the site."))
        audit.log(None, "founded the site", about=("person", person.pk))
    return person


def _make_forums() -> None:
    section = Section.objects.create(name=_("Forums"))
    forums = [
        (_("Questions from practice"), _("Ask your colleagues; answer what you know."), MEMBERS),
        (_("The society"), _("Meetings, committees, this site."), MEMBERS),
        (_("Open forum"), _("For members and guests: everyone registered reads and writes here."), GUESTS),
    ]
    for order, (name, description, audience) in enumerate(forums):
        Forum.objects.create(
            section=section, name=name, slug=slugify(name), description=description, readers_id=audience,
            writers_id=audience, order=order,
        )  # fmt: skip


def way_in(url: str) -> str:
    """Where somebody of the society without a password proves their address by a code and chooses one."""
    return f"{url}{reverse('first')}"
