"""The page of an organization: made, changed, its story written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from collegium.files import actions as files
from collegium.files.pictures import Part
from collegium.organizations.domains import host_of
from collegium.organizations.events import OrganizationChanged
from collegium.organizations.models import Organization
from collegium.organizations.vocabulary import SOCIETY
from collegium.outbox import audit
from collegium.web import html, news

if TYPE_CHECKING:
    from collegium.accounts.models import User
    from collegium.web.models import Society

SCREENS = ("add", "complete")  # addresses below /organizations/ that are no organization


def free_slug(name: str) -> str:
    """An address for a new organization that is not taken."""
    base = slugify(name)[:110].strip("-") or "organization"
    taken = {*SCREENS, *Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    numbers = (f"{base}-{n}" for n in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbers if slug not in taken)


@transaction.atomic
def create_host(society: Society) -> Organization:
    """The hosting society's own page; called again it changes nothing but the name."""
    host = Organization.objects.filter(is_host=True).first()
    if host is None:
        social = {"x": society.x_url, "facebook": society.facebook_url, "linkedin": society.linkedin_url}
        host = Organization(
            is_host=True, kind=SOCIETY, slug=free_slug(society.short_name or society.name), claimed_at=timezone.now(),
            description=society.tagline, social={key: address for key, address in social.items() if address},
        )  # fmt: skip
    host.name = society.name
    host.save()
    news.tell(OrganizationChanged(host.pk))
    return host


@transaction.atomic
def change_page(organization: Organization, values: dict[str, Any], by: User | None, *, by_staff: bool = False) -> None:
    """Change facts of a page.

    Args:
        values: names of Organization fields with their new values; others stay.
        by_staff: an administrator changes them. A host that a manager sets proves no claim (SAFETY.md).
    """
    stored = Organization.objects.select_for_update().get(pk=organization.pk)
    if host_of(values.get("website", stored.website)) != host_of(stored.website):
        organization.host_unproven_at = None if by_staff else timezone.now()
    for name, value in values.items():
        setattr(organization, name, value)
    organization.changed_by = by
    organization.save()
    audit.log(
        by, "changed an organization's page", about=("organization", organization.pk), detail={"fields": sorted(values)}
    )
    news.tell(OrganizationChanged(organization.pk))


@transaction.atomic
def write_story(
    organization: Organization, body: str, by: User | None, *, name: str = "", at: datetime | None = None
) -> None:
    """Write the organization's own story; it carries its author and date.

    Args:
        body: HTML of the composer; it is made safe here.
        name: how the author is printed, when it is nobody with an account.
    """
    organization.story = html.clean(body, rich=True)
    organization.story_author, organization.story_at = by, at or timezone.now()
    organization.story_by = name or (by.full_name if by else "")
    organization.changed_by = by
    organization.save()
    files.attach_from_html(organization.story, "organization", organization.pk, by)
    news.tell(OrganizationChanged(organization.pk))


def put_up_logo(
    organization: Organization, data: bytes, name: str, by: User | None, *, part: Part | None = None
) -> None:
    """Show this picture as the logo; `part` is the square of it that is shown, else the middle.

    Raises:
        files.Refused: it is no picture, or too large, with one sentence.
    """
    file = files.portrait(data, name, by, "logo", organization.pk, part=part)
    with transaction.atomic():
        organization.logo_id, organization.changed_by = file.pk, by
        organization.save(update_fields=["logo_id", "changed_by", "changed_at"])
        news.tell(OrganizationChanged(organization.pk))
