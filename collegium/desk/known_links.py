"""What upper apps know that helps the roster to say whose line it is: proven links, and where people say they work.

An ORCID iD proves somebody only where its owner signed in with it; one that was typed in is a claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from allauth.socialaccount.models import SocialAccount

from collegium.accounts.models import User
from collegium.membership.roster.row import Row
from collegium.organizations.models import Affiliation
from collegium.signon.models import Provider


def linked_by_orcid(rows: Collection[Row]) -> dict[str, User]:
    """Member number -> the account whose owner signed in with the ORCID iD that the row names."""
    wanted = {row.orcid: row.member_id for row in rows if row.orcid}
    numbers, found = sorted(wanted), dict[str, User]()
    slugs = list(Provider.objects.filter(kind=Provider.Kind.ORCID).values_list("slug", flat=True)) if wanted else []
    for first in range(0, len(numbers) if slugs else 0, 500):
        links = SocialAccount.objects.filter(provider__in=slugs, uid__in=numbers[first : first + 500])
        for link in links.select_related("user__membership"):
            found[wanted[link.uid]] = link.user
    return found


def places_of_people(people: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """Person id -> institutions and cities, present ones."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = Affiliation.objects.filter(person__in=people, until=None).select_related("organization")
    for row in rows:
        found[row.person_id].add((row.organization.name, row.organization.city))
    return found
