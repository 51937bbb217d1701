"""News of an organization: put up, taken down."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from collegium.organizations.events import NoticePutUp, OrganizationChanged
from collegium.organizations.models import Notice, Organization
from collegium.outbox import audit
from collegium.web import news

if TYPE_CHECKING:
    from collegium.accounts.models import User

MOST = 100  # news of one organization


@transaction.atomic
def put_up_notice(organization: Organization, title: str, text: str, link: str, day: date, by: User) -> Notice:
    """Put a news item up. The oldest goes when there are a hundred."""
    notice = Notice.objects.create(
        organization=organization, title=title, text=text.strip(), link=link, day=day, author=by
    )
    kept = Notice.objects.filter(organization=organization).newest_first().values_list("pk", flat=True)[:MOST]
    Notice.objects.filter(organization=organization).exclude(pk__in=list(kept)).delete()
    news.tell(OrganizationChanged(organization.pk))
    news.tell(NoticePutUp(notice.pk))
    return notice


@transaction.atomic
def take_down_notice(notice: Notice, by: User) -> None:
    """Take a news item down, for good."""
    Notice.objects.filter(pk=notice.pk).delete()
    audit.log(by, "took a news item down", about=("organization", notice.organization_id))
    news.tell(OrganizationChanged(notice.organization_id))
