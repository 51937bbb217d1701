"""What another site learns of a person: worked out when it asks, by what it may ask for, and nothing else.

| scope | claims |
| --- | --- |
| `openid` | `sub`: a name made for this person at this site, never used again, in no way made from the account |
| `profile` | `name`, `given_name`, `family_name`, `locale` |
| `email` | `email` with `email_verified`: only when the address is confirmed, else neither |
| `membership` | `collegium_standing`: "member", "staff", "lapsed" or "guest" |
| `member_category` | `collegium_category`: the name of the category, of whoever is a member now |
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.idp.models import Consent, Scope
from collegium.membership.models import Membership
from collegium.web.models import Society


def claims_of(person: User, consent: Consent | None, scopes: Iterable[str]) -> dict[str, Any]:
    """The claims, `sub` among them; without a consent there is none yet (it is made with the first sign-in)."""
    wanted, reader = set(scopes), reader_for(person)
    said: dict[str, Any] = {"sub": consent.subject} if consent else {}
    if Scope.PROFILE in wanted:
        names = {"name": person.name, "given_name": person.given_name, "family_name": person.family_name}
        said |= {name: value for name, value in names.items() if value}
        said["locale"] = person.language or Society.current().language
    if Scope.EMAIL in wanted:
        address = EmailAddress.objects.filter(user=person, primary=True, verified=True).first()
        said |= {"email": address.email, "email_verified": True} if address else {}
    if Scope.STANDING in wanted:
        said["collegium_standing"] = reader.standing
    if Scope.CATEGORY in wanted and reader.is_member:
        membership = Membership.objects.filter(person=person).select_related("category").first()
        if membership is not None:
            said["collegium_category"] = membership.category.name
    return said
