"""Deeds of membership: terms of office, people made by staff, invitations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts import actions as accounts
from collegium.accounts.actions import Refused
from collegium.accounts.events import AddressConfirmed
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.membership import ladders
from collegium.membership.access_table import Line, as_stored
from collegium.membership.dues_year import paid_after_renewal
from collegium.membership.models import (
    Body,
    Category,
    DuesMail,
    Gives,
    Invitation,
    Membership,
    Office,
    RosterSettings,
    Term,
    end_of_rights,
    society_today,
    society_zone,
)
from collegium.outbox import audit, mail
from collegium.outbox.models import Mail
from collegium.web.languages import spoken_to
from collegium.web.models import KeptVersion, Society

# Kinds of mail that a wish "no mail" in the roster stops; what sign-in and decisions need is always sent.
UNASKED_MAIL = (
    "message", "mention", "answer", "reply", "published", "bookmark", "brief", "invitation", "dues", "asked", "yearly",
)  # fmt: skip


def may_be_written_to(queued: Mail) -> bool:
    """Asked when a mail leaves: whoever told the society "no mail" gets only what sign-in needs."""
    return queued.person_id is None or not _wants_none.exists(VISITOR, person=queued.person_id)


@prepared
def _wants_none(_reader: Reader, person: int) -> QuerySet[Membership]:
    return Membership.objects.filter(person_id=person, no_email=True)


@transaction.atomic
def grant_office(
    person: User,
    office: Office,
    start: date,
    end: date | None,
    by: User | None,
    *,
    body: Body | None = None,
    why: str = "",
    is_followed: bool = True,
) -> Term:
    """Give a person an office from `start` until `end`, the day of handover; future terms are allowed.

    The offices that follow by the ladder are planned at once (`ladders.settle`), unless `is_followed` is false.

    Raises:
        Refused: the dates are the wrong way round, or the person has this term already.
    """
    if end is not None and end <= start:
        raise Refused(_("A term ends after it begins. Change one of the two dates."))
    User.objects.select_for_update().get(pk=person.pk)  # two staff members at once
    given = Term.objects.filter(person=person, office=office, body=body).exclude(source=ladders.SOURCE)
    held = given.touching(start, end).first()
    if held is not None:
        raise Refused(_("This person has this office on some of these days already (%(term)s).") % {"term": held.years})
    Term.objects.filter(person=person, office=office, body=body, source=ladders.SOURCE).touching(start, end).delete()
    term = Term.objects.create(
        person=person, office=office, body=body, start=start, end=end, granted_by=by, is_followed=is_followed
    )
    ladders.settle()
    detail = {"office": office.key, "from": start.isoformat(), "until": end.isoformat() if end else ""}
    KeptVersion.touch()  # visitors see offices on some pages
    audit.log(by, "gave an office", about=("person", person.pk), why=why, detail=detail)
    return term


@transaction.atomic
def end_office(term: Term, day: date, by: User | None, why: str) -> None:
    """End a term on a day; one that has not begun is taken back whole. What was written keeps its byline.

    Nothing follows a term that ends like this: whoever gives up an office is not led on by the ladder.
    """
    _lead_no_further(term)
    if day <= term.start:
        term.delete()
    else:
        term.end, term.is_followed, term.source = day, False, "staff"
        term.save(update_fields=["end", "is_followed", "source"])
    ladders.settle()
    detail = {"office": term.office.key, "until": day.isoformat()}
    KeptVersion.touch()  # visitors see offices on some pages
    audit.log(by, "ended an office", about=("person", term.person_id), why=why, detail=detail)


def _lead_no_further(term: Term) -> None:
    """A planned term that is taken back is not planned anew: the one before it stands as given, and is the last."""
    if term.source == ladders.SOURCE:
        before = Term.objects.filter(person_id=term.person_id, body=term.body, end=term.start)
        before.filter(office__next_key=term.office.key).update(is_followed=False, source="staff")


@transaction.atomic
def add_person(
    name: str,
    email: str,
    by: User | None,
    *,
    category: Category | None = None,
    password: str | None = None,
    why: str = "",
) -> User:
    """Make an account by hand: a member, staff, or (without a category) a guest.

    Raises:
        Refused: the mail address belongs to another account.
    """
    given, _space, family = name.rpartition(" ")
    person = accounts.create_person(name=name, given_name=given, family_name=family, email=email, password=password)
    kind = category.gives if category else Standing.Kind.GUEST
    access.grant(person, kind, source="staff")
    if category:
        Membership.objects.create(person=person, member_id=f"local-{person.pk}", category=category, email=email)
    audit.log(by, "added a person", about=("person", person.pk), why=why, detail={"standing": str(kind)})
    return person


@transaction.atomic
def invite(people: Iterable[User], by: User | None) -> int:
    """Queue a mail to each: their account is ready, and how to sign in. Returns how many.

    The mail holds no secret; the code is mailed when they ask for it (`/accounts/first/`).
    """
    society = Society.current()
    moment = timezone.now()
    number = 0
    for person in people:
        if not person.email:
            continue
        with spoken_to(person):
            subject = _("Your account at %(site)s is ready") % {"site": society.short_name}
            mail.queue(person, "invitation", subject, _letter(person, society), about=("person", person.pk))
        Invitation.objects.create(person=person, email=person.email, invited_by=by, sent_at=moment)
        Membership.objects.filter(person=person).update(invited_at=moment)
        number += 1
    audit.log(by, "invited members", detail={"number": number})
    return number


@transaction.atomic
def invite_next(by: User | None, number: int | None = None) -> int:
    """Invite the next members who were never invited nor signed in; twice at once is once. Returns how many."""
    rows = Membership.objects.select_for_update(of=("self",)).to_invite().select_related("person").order_by("pk")
    return invite([row.person for row in rows[:number]], by)


@transaction.atomic
def change_reading(settings: RosterSettings, columns: dict[str, str], by: User | None) -> None:
    """How rosters are read from now on: headings, member numbers, who is missing, the brakes."""
    settings.columns = columns
    settings.save()
    names = ("columns", "member_id_pattern", "missing_files", "lapse_percent", "rows_percent")
    audit.log(by, "changed how rosters are read", detail={name: getattr(settings, name) for name in names})


@transaction.atomic
def draft_table(lines: Sequence[Line] | None, by: User | None) -> None:
    """Keep a draft of the table of access, or (None) forget it. The table that counts stays as it is."""
    settings = RosterSettings.current()
    settings.draft = None if lines is None else as_stored(lines)
    settings.save()
    audit.log(
        by, "changed the draft of the table of access", detail={"lines": [str(one.in_words) for one in lines or ()]}
    )


@transaction.atomic
def change_categories(categories: Iterable[Category], by: User | None) -> None:
    """Names, days of grace and dues years of kinds of membership."""
    for one in categories:
        one.save()
        detail = {"code": one.code, "grace_days": one.grace_days, "dues": one.dues, "becomes": one.becomes}
        audit.log(by, "changed a category", about=("category", one.pk), detail=detail)


def may_renew(membership: Membership) -> bool:
    """Whether staff say here that dues are paid: of members whom no roster knows, in a category that pays."""
    pays = membership.category.gives == Category.Gives.MEMBER and not membership.category.for_life
    return pays and not membership.is_from_roster and membership.merged_into_id is None


@transaction.atomic
def renew_by_hand(membership: Membership, by: User | None) -> date:
    """The dues of a member whom no roster knows are paid for another year. Returns the last day that is paid.

    Raises:
        Refused: the roster knows the member, so it says until when; or the category never pays.
    """
    if membership.is_from_roster:
        raise Refused(_("The roster says until when this member has paid. Change it in the society’s system."))
    if not may_renew(membership):
        raise Refused(_("Who is in this category pays no dues."))
    paid = paid_after_renewal(membership, society_today())
    membership.paid_through, membership.gives = paid, Gives.MEMBER
    membership.save(update_fields=["paid_through", "gives"])
    access.end(membership.person, Standing.Kind.GRACE)
    until = end_of_rights(paid, membership.days_of_grace, society_zone())
    access.grant(membership.person, Standing.Kind.MEMBER, until=until, source="staff")
    audit.log(by, "renewed a membership", about=("person", membership.person_id), detail={"until": paid.isoformat()})
    return paid


@transaction.atomic
def change_dues_mails(mails: Iterable[DuesMail], by: User | None) -> None:
    """Which mails around the end of a membership go out, and how many days before or after."""
    for one in mails:
        one.save()
        detail = {"kind": one.kind, "days": one.days, "is_on": one.is_on}
        audit.log(by, "changed a mail about dues", about=("dues", one.pk), detail=detail)


def _letter(person: User, society: Society) -> str:
    return _(
        "Dear %(name)s,\n\nas a member of %(society)s you have an account at %(address)s. It takes two minutes to sign"
        " in for the first time:\n\n%(address)s/accounts/first/\n\nEnter this mail address or your member number; we"
        " mail you a code, and you choose a password. Then you read and comment on everything.\n\n%(society)s"
    ) % {"name": person.name, "society": society.name, "address": settings.SITE_URL}


def take_confirmed_address(event: AddressConfirmed) -> None:
    """The member confirmed the address that the roster names: it is the account's from now on."""
    row = Membership.objects.select_related("person").filter(person_id=event.person_id).first()
    wanted = event.email.casefold()
    if row is not None and row.email.casefold() == wanted and row.person.email.casefold() != wanted:
        accounts.change_address(row.person, event.email)
