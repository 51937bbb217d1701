"""Deeds on accounts: make one, confirm its mail, end its sessions, suspend, restore, give and take roles."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.accounts import activity
from collegium.accounts.events import AddressConfirmed, Named, Suspended
from collegium.accounts.factors import has_second_factor
from collegium.accounts.models import Activity, RetiredAddress, User
from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.outbox import audit, mail
from collegium.web import news
from collegium.web.languages import spoken_to
from collegium.web.models import Society

Kind = Standing.Kind
ENTRY = (Kind.GUEST, Kind.MEMBER, Kind.STAFF)
OLD_ADDRESS_DAYS = 14
RESERVED = {"feed", "new", "articles", "topics", "claim", "complete", "follow", "me", "edit", "leadership"}


class Refused(Exception):
    """The deed is not allowed now; the message says why and what to do."""


def wait_for_turn(person_id: int | None) -> None:
    """Lock a person: their deeds at the same moment, such as one form sent twice, come one after another.

    Rows that only name the person are written meanwhile. SQLite locks when a transaction begins.
    """
    User.objects.select_for_update(no_key=True).filter(pk=person_id).first()


def unique_handle(name: str) -> str:
    """A free handle made from a name: "nora-ellingsen-park", with a number when it is taken."""
    base = _handle_base(name)
    if not User.objects.filter(handle=base).exists():
        return base
    taken = set(User.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    handle, number = base, 2
    while handle in taken:
        handle, number = f"{base}-{number}", number + 1
    return handle


def _handle_base(name: str) -> str:
    base = slugify(name)[:70].strip("-") or "person"
    return f"{base}-1" if base in RESERVED else base


def _free_username(wanted: str) -> str:
    """The wanted one, or with a number: names and handles of others may be used as usernames already."""
    name, number = wanted, 2
    people = User.objects.annotate(small=Lower("username"))  # the index `username_once` is over lower case
    while people.filter(small=name.lower()).exists():
        name, number = f"{wanted}-{number}", number + 1
    return name


@transaction.atomic
def create_person(
    *, name: str, given_name: str = "", family_name: str = "", email: str = "", username: str = "",
    credentials: str = "", password: str | None = None,
) -> User:  # fmt: skip
    """Make an account whose mail address (if any) counts as confirmed. It has no standing yet.

    Args:
        name: as shown; handle and, without `username`, the username are made from it.
        password: None makes an account that can't sign in until its first sign-in (`/accounts/first/`).

    Raises:
        Refused: username or mail address belong to another account.
    """
    handle = unique_handle(name)
    person = User(
        username=username or _free_username(handle), handle=handle, name=name, given_name=given_name,
        family_name=family_name or name.rsplit(" ", 1)[-1], credentials=credentials, email=email.casefold(),
    )  # fmt: skip
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(_("This username or mail address belongs to another account.")) from None
    if person.email:
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    news.tell(Named(person.pk))
    return person


class FreeNames:
    """Handles and usernames that nobody has, worked out in memory: for making many accounts in one transaction."""

    def __init__(self) -> None:
        self.handles: set[str] = set()
        self.usernames: set[str] = set()
        for handle, username in User.objects.values_list("handle", "username").iterator(5000):
            self.handles.add(handle)
            self.usernames.add(username.lower())
        self._last: dict[str, int] = {}

    def take(self, name: str) -> tuple[str, str]:
        """(handle, username) for this name, taken from now on."""
        handle = self._free(_handle_base(name), self.handles)
        return handle, self._free(handle, self.usernames)

    def _free(self, wanted: str, taken: set[str]) -> str:
        free, number = wanted, self._last.get(wanted, 2)
        while free in taken:
            free, number = f"{wanted}-{number}", number + 1
        self._last[wanted] = number
        taken.add(free)
        return free


@transaction.atomic
def create_people(people: list[User], names: FreeNames) -> None:
    """Make many accounts as `create_person` makes one, without username and password: `people` have name and address.

    Raises:
        Refused: somebody else took one of the names or addresses at the same moment.
    """
    for person in people:
        person.handle, person.username = names.take(person.name)
        person.family_name = person.family_name or person.name.rsplit(" ", 1)[-1]
        person.email = person.email.casefold()
        person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20)  # as set_password(None), without its time
    try:
        with transaction.atomic():
            User.objects.bulk_create(people)
    except IntegrityError:
        raise Refused(_("Somebody joined at the same moment. Nothing was changed. Do it again.")) from None
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in people if person.email
    )


@transaction.atomic
def confirm_registration(person: User, email: str) -> None:
    """A mail address is proven. Whoever has no standing yet is a guest from now on."""
    if not Standing.objects.filter(person=person, kind__in=ENTRY).exists():
        access.grant(person, Kind.GUEST, source="registered")
    news.tell(AddressConfirmed(person.pk, email))


@transaction.atomic
def change_address(person: User, new: str) -> None:
    """Make a confirmed address the one of the account; the old one still signs in for 14 days."""
    old = person.email
    EmailAddress.objects.filter(user=person, primary=True).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=person, email=new.casefold(), defaults={"primary": True, "verified": True}
    )
    User.objects.filter(pk=person.pk).update(email=new.casefold())
    person.email = new.casefold()
    if old and old.casefold() != new.casefold():
        until = timezone.now() + timedelta(days=OLD_ADDRESS_DAYS)
        RetiredAddress.objects.create(person=person, email=old, until=until)
        activity.note(None, Activity.What.ADDRESS_CHANGED, person)


@transaction.atomic
def offer_address(person: User, new: str) -> None:
    """Note an address that somebody else (the roster) says is theirs now; it counts once the person confirms it."""
    EmailAddress.objects.get_or_create(user=person, email=new.casefold(), defaults={"verified": False})
    society = Society.current()
    with spoken_to(person):
        mail.queue(
            person, "account", _("A new mail address for %(site)s") % {"site": society.short_name},
            _(
                "The society's records name %(new)s as your mail address. To use it here, sign in and confirm it under"
                " Settings, Security. Until then you sign in with the present one. If it is wrong, tell the society."
            ) % {"new": new},
            about=("person", person.pk),
        )  # fmt: skip


def drop_retired_addresses() -> None:
    """Forget addresses whose days are over; asked before every sign-in, so that no job has to."""
    over = RetiredAddress.objects.filter(until__lt=timezone.now()).select_related("person")
    for row in over:
        EmailAddress.objects.filter(user=row.person, email__iexact=row.email, primary=False).delete()
        row.delete()


@transaction.atomic
def end_sessions(person: User) -> None:
    """End every session of a person on the next request, known or not."""
    moment = timezone.now()
    User.objects.filter(pk=person.pk).update(sessions_ended_at=moment)
    person.sessions_ended_at = moment
    for session in UserSession.objects.filter(user=person):
        session.end()


@transaction.atomic
def suspend(person: User, by: User | None, why: str, *, until: datetime | None = None, source: str = "staff") -> None:
    """Suspend an account: nothing of it works from the next request on; the words stay. A second time changes nothing.

    Raises:
        Refused: it is the last administrator.
    """
    _keep_an_administrator(person)
    if Standing.objects.filter(person=person, kind=Kind.SUSPENDED, until=until).at().exists():
        return
    access.grant(person, Kind.SUSPENDED, until=until, source=source)
    end_sessions(person)
    audit.log(by, "suspended a person", about=("person", person.pk), why=why)
    _tell(person, _lazy("Your account is suspended"), why)
    news.tell(Suspended(person.pk))


@transaction.atomic
def restore(person: User, by: User | None, why: str) -> None:
    """End a suspension."""
    if access.end(person, Kind.SUSPENDED):
        audit.log(by, "restored a person", about=("person", person.pk), why=why)
        _tell(person, _lazy("Your account works again"), why)


@transaction.atomic
def give_role(person: User, role: str, by: User | None, why: str) -> None:
    """Give the role of editor, moderator or administrator. It rests until a second factor is set up.

    Raises:
        Refused: the person is neither member nor staff.
    """
    if not Standing.objects.filter(person=person, kind__in=(Kind.MEMBER, Kind.STAFF)).at().exists():
        raise Refused(_("Roles are for members and staff. Make the person one of them first."))
    if Standing.objects.filter(person=person, kind=role, until=None).at().exists():
        return
    access.grant(person, role, source="staff")
    audit.log(by, "gave a role", about=("person", person.pk), why=why, detail={"role": role})
    rests = "" if has_second_factor(person) else _lazy("It rests until you set up a second factor here: %(link)s")
    _tell(person, _lazy("You have a new role: %(role)s"), why, role, next_step=rests)


@transaction.atomic
def take_role(person: User, role: str, by: User | None, why: str) -> None:
    """Take a role away, effective on the next request.

    Raises:
        Refused: it is the last administrator.
    """
    if role == Kind.ADMINISTRATOR:
        _keep_an_administrator(person)
    if access.end(person, role):
        audit.log(by, "took a role", about=("person", person.pk), why=why, detail={"role": role})
        _tell(person, _lazy("You no longer have the role %(role)s"), why, role)


def _keep_an_administrator(person: User) -> None:
    """Refuse what would leave the site without an administrator who can act."""
    now = timezone.now()
    holders = Standing.objects.filter(kind=Kind.ADMINISTRATOR).at(now).exclude(person=person)
    barred = Standing.objects.filter(kind__in=(Kind.SUSPENDED, Kind.DECEASED)).at(now).values("person")
    current = Standing.objects.filter(kind__in=(Kind.MEMBER, Kind.STAFF)).at(now).values("person")
    is_one = Standing.objects.filter(person=person, kind=Kind.ADMINISTRATOR).at(now).exists()
    if is_one and not holders.exclude(person__in=barred).filter(person__in=current, person__is_active=True).exists():
        raise Refused(_("This is the last administrator. Give somebody else the role first."))


def _tell(person: User, subject: Promise, why: str, role: str = "", next_step: Promise | str = "") -> None:
    """Staff acts are told to whom they concern, in their own language."""
    if not person.email:
        return
    with spoken_to(person):
        told = str(subject) % {"role": Kind(role).label} if role else str(subject)
        lines = [told + "."] + ([_("The reason: %(why)s") % {"why": why}] if why else [])
        if next_step:
            lines.append(str(next_step) % {"link": settings.SITE_URL + reverse("security")})
        lines.append(
            _("If this is a mistake, answer to the society: %(mail)s")
            % {"mail": Society.current().contact_email or "-"}
        )
        mail.queue(person, "account", told, "\n\n".join(lines), about=("person", person.pk))
