"""The named cast. Everybody is made once for the test database; a test asks for them by name.

Vera (visitor, no account), Gus (guest, past his first two), Mia (member), Grace (in the closed group), Lars (lapsed),
Petra (President, blogger), Ed (editor), Mo (moderator), Ada (administrator), Otto (organization manager),
Sam (suspended), Nina (guest, nothing written yet).
"""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience import actions
from collegium.audience.models import Audience, Standing
from collegium.audience.reader import VISITOR, Reader, reader_for

K = Standing.Kind
CAST: dict[str, tuple[str, str, list[str]]] = {
    "gus": ("Gus Adler", "", [K.GUEST]),
    "nina": ("Nina Okafor", "", [K.GUEST]),
    "mia": ("Mia Lindholm", "MD", [K.MEMBER]),
    "grace": ("Grace Penhaligon", "PA-C", [K.MEMBER]),
    "lars": ("Lars Holm", "MD", []),
    "petra": ("Petra Halvorsen", "MD, MMSc", [K.MEMBER]),
    "ed": ("Ed Marlowe", "", [K.STAFF, K.EDITOR]),
    "mo": ("Mo Castellan", "MD", [K.MEMBER, K.MODERATOR]),
    "ada": ("Ada Brandt", "", [K.STAFF, K.ADMINISTRATOR]),
    "otto": ("Otto Kessel", "MBA", [K.MEMBER]),
    "sam": ("Sam Rourke", "MD", [K.MEMBER, K.SUSPENDED]),
}
PASSWORD = "four random words do well"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NAMES = ("vera", *CAST)


def create_cast() -> None:
    """Make all accounts and their standings (once for the test database)."""
    past = timezone.now() - timedelta(days=400)
    for handle, (name, credentials, kinds) in CAST.items():
        given, family = name.split(" ", 1)
        person = User.objects.create_user(
            username=handle, email=f"{handle}@example.org", password=PASSWORD, handle=handle,
            name=name, given_name=given, family_name=family, credentials=credentials,
        )  # fmt: skip
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        User.objects.filter(pk=person.pk).update(start_of_reading=past)
        for kind in kinds:
            actions.grant(person, kind, since=past, source="cast")
    for handle in ("ed", "mo", "ada"):  # whoever holds a role has a second factor, else the desk stays shut
        person = User.objects.get(handle=handle)
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": TOTP_SECRET})
    lars = User.objects.get(handle="lars")
    Standing.objects.create(person=lars, kind=K.MEMBER, since=past, until=timezone.now() - timedelta(days=30))
    closed = Audience.objects.create(kind=Audience.Kind.CLOSED, name="Closed group of the cast")
    actions.let_in(User.objects.get(handle="grace"), closed)


class Cast:
    """`cast.mia` is the account, `cast.reader("mia")` the reader, `cast.client("mia")` a browser signed in."""

    def __getattr__(self, handle: str) -> User:
        if handle not in CAST:
            raise AttributeError(handle)
        return User.objects.get(handle=handle)

    @property
    def closed(self) -> Audience:
        """The audience of the closed group that Grace is in."""
        return Audience.objects.get(kind=Audience.Kind.CLOSED, name="Closed group of the cast")

    def reader(self, handle: str) -> Reader:
        """Who they are when they ask; Vera is a visitor."""
        return VISITOR if handle == "vera" else reader_for(getattr(self, handle))

    def client(self, handle: str) -> Client:
        """A browser, signed in as this person; Vera's is not, and Sam's session is refused."""
        client = Client(HTTP_HOST="localhost", raise_request_exception=True)
        if handle != "vera":
            client.force_login(getattr(self, handle))
        return client
