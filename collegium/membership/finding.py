"""Finding people by what they know about their membership."""

from __future__ import annotations

from django.db.models import Q

from collegium.accounts.first import may_start
from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.membership.models import Membership
from collegium.web.models import Society


def person_for_first_sign_in(who: str) -> User | None:
    """The one living member with this mail address or member number who may have a code, else None.

    An address that several people share, or that is not the account's own, proves nobody (never a claim by weak facts).
    """
    roster = Q(membership__isnull=False, membership__merged_into=None)
    staff = Q(membership=None, standings__kind=Standing.Kind.STAFF)  # the first administrator is on no roster yet
    people = User.objects.filter(roster | staff).distinct()
    if "@" in who:
        found = list(people.filter(email__iexact=who)[:2])
    else:
        return person_with_number(who)
    return found[0] if len(found) == 1 and may_start(found[0]) else None


def person_with_number(number: str) -> User | None:
    """The living member with this member number, who is not suspended and has a mail address, else None."""
    number = number.zfill(Society.current().member_id_width) if number.isdigit() else number
    row = Membership.objects.filter(member_id=number, merged_into=None).select_related("person").first()
    return row.person if row and may_start(row.person) else None
