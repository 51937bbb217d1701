"""Words of a page that identify a patient: erased, also where a merger or a file would bring them back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from collegium.files.actions import erase_of
from collegium.organizations.events import OrganizationChanged
from collegium.organizations.models import Merger, Notice, Organization
from collegium.outbox import mail
from collegium.web import news

NEWS = "news-"  # before the number of a news item


@transaction.atomic
def erase_words(organization: Organization, parts: Collection[str]) -> int:
    """Erase these words of a page everywhere; a news item goes as a whole.

    Args:
        parts: "description", "story", "news-7".

    Returns:
        How many mails with these words had been sent before.
    """
    if "description" in parts:
        _erase_description(organization)
    if "story" in parts:
        erase_of("organization", organization.pk)
        Organization.objects.filter(pk=organization.pk).update(story="", story_author=None, story_by="", story_at=None)
    notices = [int(part.removeprefix(NEWS)) for part in parts if part.startswith(NEWS)]
    Notice.objects.filter(pk__in=notices).delete()
    news.tell(OrganizationChanged(organization.pk))
    return mail.drop("notice", *notices) if notices else 0


def _erase_description(organization: Organization) -> None:
    """Of this row, and of those merged into it that say the same: taking the merger back would bring it back.

    What a file brought in is noted as nothing that a file says, so that no later file fills it again.
    """
    same = Q(merged_into=organization, description=organization.description)
    for row in Organization.objects.select_for_update().filter(Q(pk=organization.pk) | same):
        row.description = ""
        row.imported = row.imported | {"description": None}
        row.save(update_fields=["description", "imported", "words", "changed_at"])
    for merger in Merger.objects.select_for_update().filter(survivor=organization):
        merger.before = merger.before | {"description": ""}
        merger.save(update_fields=["before"])
