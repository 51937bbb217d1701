"""Who may sign in by username or mail address, and the account of a session, asked for on every request."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from collegium.accounts.models import User
from collegium.audience import ahead
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader


@prepared
def _account(reader: Reader, person: int) -> QuerySet[User]:
    return User.objects.filter(pk=person)


ahead.of_every_page(lambda who: _account.question(VISITOR, person=who.person_id))


class SignIn(AuthenticationBackend):
    """allauth's, with the account fetched by a prepared statement."""

    def get_user(self, user_id: int) -> User | None:
        """The account, when it may be used."""
        person: User | None = _account.first(VISITOR, person=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
