from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collegium.audience.reader import Reader
    from collegium.files.models import File
    from collegium.organizations.events import AffiliationChanged


class OrganizationsConfig(AppConfig):
    name = "collegium.organizations"
    label = "organizations"

    def ready(self) -> None:
        from collegium.discussion.bylines import byline_tells
        from collegium.files.access import parent_is_read_by, views_are_noted
        from collegium.organizations import lookups
        from collegium.organizations.events import AffiliationChanged
        from collegium.people.cards import workplaces_come_from
        from collegium.people.directory import affiliations_come_from
        from collegium.people.follows import kind_is_followed_if
        from collegium.people.verification import works_come_from
        from collegium.web import news

        byline_tells(lookups.affiliation_fact)
        affiliations_come_from(lookups.works, lookups.people_by_workplace)
        workplaces_come_from(lookups.workplaces)
        works_come_from(lookups.works_at)
        kind_is_followed_if("organization", lambda _reader, pk: lookups.is_page(pk))
        news.listen(AffiliationChanged, _end_what_changed)
        parent_is_read_by("logo", _read_by_everyone)
        parent_is_read_by("organization", _read_by_everyone)
        parent_is_read_by("claim", _claim_is_read)
        views_are_noted("claim", _note_view_of_document)


def _end_what_changed(event: AffiliationChanged) -> None:
    from collegium.people.verification import end_what_changed

    end_what_changed([event.person_id])


def _read_by_everyone(reader: Reader, organization_id: int) -> Any:
    """Organization pages are public, their logo and the pictures of their story too."""
    from collegium.organizations.lookups import is_page

    return "full" if is_page(organization_id) else "hidden"


def _claim_is_read(reader: Reader, claim_id: int) -> Any:
    """Whoever made the claim, and administrators; to everybody else it never existed."""
    from collegium.organizations.models import Claim

    is_own = not reader.is_visitor and Claim.objects.filter(pk=claim_id, person_id=reader.person_id).exists()
    return "full" if is_own or reader.is_administrator else "hidden"


def _note_view_of_document(reader: Reader, file: File) -> None:
    from collegium.organizations.actions.documents import note_view

    note_view(file, reader)
