"""Who keeps a page now, and so hears what moderators decide about its words."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from collegium.accounts.models import User
from collegium.groups.models import Place
from collegium.organizations.models import Manager


def managers(pk: int) -> QuerySet[User]:
    """Of an organization."""
    return User.objects.filter(pk__in=Manager.objects.current().filter(organization=pk).values("person"))


def owners(pk: int) -> QuerySet[User]:
    """Of a group, as long as they are members."""
    return User.objects.filter(pk__in=_owned().filter(group=pk).values("person"))


def kept_by(person_id: int | None) -> Q:
    """The condition on a decision "about a page that this person keeps now". A profile's decision names its person."""
    managed = Manager.objects.current().filter(person=person_id).values("organization")
    owned = _owned().filter(person=person_id).values("group")
    return Q(kind="organization", target_id__in=managed) | Q(kind="group", target_id__in=owned)


def _owned() -> QuerySet[Place]:
    return Place.objects.owners().of_present_members().order_by()


KEEPERS = {"organization": managers, "group": owners}
