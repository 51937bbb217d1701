"""A record of a person: what stands in it, and what happens here when another system changes it.

The account is made without a password; whoever has no membership is a guest. With `externalId` (the member number) and
the member extension the record goes the way of one line of the roster. `active` says whether somebody can sign in:
false suspends, true lifts only what SCIM itself suspended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from collegium.accounts import actions as accounts
from collegium.accounts.events import Named
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.membership.models import Category, Membership
from collegium.membership.records import apply_record
from collegium.outbox import audit
from collegium.scim.models import Record
from collegium.web import news
from collegium.web.lines import one_line

if TYPE_CHECKING:
    from scim2_models import Resource

SOURCE = "SCIM"
COLUMNS = {
    "memberType": "member_type", "status": "status", "joinDate": "join_date", "paidThru": "paid_thru", "npi": "npi",
}  # fmt: skip


class Wrong(Exception):
    """What was sent can't be taken; the sentence says why."""


class Taken(Exception):
    """Somebody else has this name, address or number."""


def shown(record: Record) -> dict[str, Any]:
    """The record as it is now: what was sent, with what the site knows better."""
    from collegium.scim.schemas import MEMBER

    person: User = record.person  # type: ignore[assignment]
    data = dict(record.data)
    data |= {"id": record.id, "userName": record.user_name}
    if "active" in data or _is_suspended_by_others(person):
        data["active"] = not is_suspended(person)
    if record.external_id:
        data["externalId"] = record.external_id
    member: Membership | None = getattr(person, "membership", None)
    if member is not None and (said := data.get(MEMBER)):
        data[MEMBER] = said | {name: value for name, value in _of_the_roster(member).items() if name in said}
    return data


def _of_the_roster(member: Membership) -> dict[str, str]:
    days = {"joinDate": member.joined, "paidThru": member.paid_through}
    said = {"memberType": member.category.code, "status": member.status}
    return said | {name: day.isoformat() if day else "" for name, day in days.items()}


def is_suspended(person: User) -> bool:
    """Whether this person can't sign in at present."""
    barred = (Standing.Kind.SUSPENDED, Standing.Kind.DECEASED)
    return not person.is_active or any(
        row.kind in barred for row in Standing.objects.filter(person=person, kind__in=barred).at()
    )


def _is_suspended_by_others(person: User) -> bool:
    held = Standing.objects.filter(person=person, kind=Standing.Kind.SUSPENDED).at()
    return held.exclude(source=SOURCE).exists()


def adopt(people: list[User]) -> list[Record]:
    """Give people of the roster their record, as if it had been sent."""
    from collegium.scim.schemas import MEMBER

    rows = []
    for person in people:
        data: dict[str, Any] = {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", MEMBER], "displayName": person.name,
            "active": True, MEMBER: _of_the_roster(person.membership),
            "name": {"givenName": person.given_name or None, "familyName": person.family_name or None},
        }  # fmt: skip
        if person.email:
            data["emails"] = [{"value": person.email, "type": "work", "primary": True}]
        rows.append(
            Record(
                kind=Record.Kind.USER,
                person=person,
                user_name=person.username,
                emails=person.email.lower(),
                data=data,
                external_id=person.membership.member_id,
                created_at=person.date_joined,
                changed_at=person.date_joined,
            )
        )
    return Record.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def make(resource: Resource[Any], token: str) -> Record:
    """A record that was sent for the first time: of a new account, or of one that is there already.

    Raises:
        Wrong, Taken: nothing was made.
    """
    sent = _dumped(resource)
    person, is_new = _whose(sent), False
    if person is None:
        person, is_new = _account(sent), True
    kept = Record.objects.filter(person=person).first()
    if kept is not None and kept.deleted_at is None:
        raise Taken(_("This person has a record already."))
    record = kept or Record(kind=Record.Kind.USER, person=person, is_made_here=is_new)
    record.deleted_at = None
    return write(record, resource, token)


def write(record: Record, resource: Resource[Any], token: str) -> Record:
    """Store a record and do what it says, with a line in the log.

    Raises:
        Wrong, Taken: nothing was changed.
    """
    sent = _dumped(resource)
    person: User = record.person  # type: ignore[assignment]
    record.user_name, record.external_id = sent["userName"][:254], str(sent.pop("externalId", None) or "")[:254]
    record.emails = "\n".join(str(one.get("value") or "").lower() for one in sent.get("emails") or [])
    active = sent.get("active")
    record.data = {
        name: value for name, value in sent.items() if name not in ("id", "meta", "password", "userName", "groups")
    }
    if _clash(record):
        raise Taken(_("Another record has this userName."))
    from django.utils import timezone

    record.changed_at = timezone.now()
    record.save()
    _belong(record, person, token)
    _name(record, person)
    if active is not None:
        _let_in(person, bool(active), token)
    audit.log(None, "SCIM wrote a person", about=("person", person.pk), detail={"token": token, "record": record.id})
    person.refresh_from_db()
    return Record.objects.select_related("person__membership__category").get(pk=record.pk)


def end(record: Record, token: str) -> None:
    """Whoever is deleted there can't sign in here any more; words, name and membership stay.

    Raises:
        Wrong: it is the last administrator.
    """
    from django.utils import timezone

    person: User = record.person  # type: ignore[assignment]
    _let_in(person, False, token)
    record.deleted_at = timezone.now()
    record.save(update_fields=["deleted_at"])
    audit.log(None, "SCIM deleted a person", about=("person", person.pk), detail={"token": token, "record": record.id})


def _dumped(resource: Resource[Any]) -> dict[str, Any]:
    from scim2_models import Context

    return dict(resource.model_dump(scim_ctx=Context.DEFAULT, mode="json"))


def _clash(record: Record) -> bool:
    others = Record.objects.filter(kind=Record.Kind.USER, deleted_at=None, user_name__iexact=record.user_name)
    return others.exclude(pk=record.pk).exists()


def _address(sent: dict[str, Any]) -> str:
    emails = sent.get("emails") or []
    first = next((one for one in emails if one.get("primary")), emails[0] if emails else {})
    found = str(first.get("value") or "")
    return (found or (sent["userName"] if "@" in sent["userName"] else "")).strip().casefold()


def _whose(sent: dict[str, Any]) -> User | None:
    """Whose record this is again: by member number, or by what was deleted there before. Never by the address."""
    number = str(sent.get("externalId") or "")
    member = Membership.objects.select_related("person").filter(member_id=number).first() if number else None
    if member is not None:
        return member.person
    gone = Record.objects.filter(kind=Record.Kind.USER, user_name__iexact=sent["userName"]).exclude(deleted_at=None)
    row = gone.filter(external_id=number).select_related("person").order_by("-deleted_at").first()
    return row.person if row else None


def _account(sent: dict[str, Any]) -> User:
    given, family, shown_as = _names(sent)
    try:
        person = accounts.create_person(name=shown_as, given_name=given, family_name=family, email=_address(sent)[:254])
    except accounts.Refused:
        raise Taken(
            _("An account has this mail address. Send the member number as externalId, or another address.")
        ) from None
    access.grant(person, Standing.Kind.GUEST, source=SOURCE)
    return person


def _names(sent: dict[str, Any]) -> tuple[str, str, str]:
    name = sent.get("name") or {}
    given, family = one_line(name.get("givenName") or "")[:80], one_line(name.get("familyName") or "")[:80]
    whole = one_line(sent.get("displayName") or name.get("formatted") or "")[:160]
    return given, family, f"{given} {family}".strip() or whole or sent["userName"].partition("@")[0][:160]


def _name(record: Record, person: User) -> None:
    """Names of who came by SCIM only follow it until they signed in; a member's name is the roster's affair."""
    if person.last_login or hasattr(person, "membership") or not record.is_made_here:
        return
    given, family, whole = _names(record.data | {"userName": record.user_name})
    User.objects.filter(pk=person.pk).update(given_name=given, family_name=family or whole.rsplit(" ", 1)[-1])
    person.refresh_from_db()
    person.name = whole
    person.save(update_fields=["name"])
    news.tell(Named(person.pk))


def _belong(record: Record, person: User, token: str) -> None:
    """Membership: as one line of the roster."""
    from collegium.scim.schemas import MEMBER

    said: dict[str, Any] = record.data.get(MEMBER) or {}
    member: Membership | None = Membership.objects.filter(person=person).first()
    if not record.external_id or not (said or member):
        return
    if member is not None and member.member_id != record.external_id:
        raise Taken(_("This person has another member number. Change it in the roster first."))
    if Membership.objects.filter(member_id=record.external_id).exclude(person=person).exists():
        raise Taken(_("Another person has this member number."))
    if member is None:
        category = Category.objects.filter(code=said.get("memberType") or "").first()
        if category is None:
            raise Wrong(_("memberType is no category of the roster."))
        Membership.objects.create(
            person=person, member_id=record.external_id, category=category, email=person.email, is_from_roster=True
        )
    line = {"member_id": record.external_id} | {column: said[name] for name, column in COLUMNS.items() if name in said}
    line |= _personal(record, said)
    outcome = apply_record(line, f"SCIM: {token}")
    if outcome.kind == "rejected":
        raise Wrong(outcome.words)


def _personal(record: Record, said: dict[str, Any]) -> dict[str, str]:
    name = record.data.get("name") or {}
    line = {
        "first_name": name.get("givenName"), "last_name": name.get("familyName"),
        "credentials": name.get("honorificSuffix"), "title": record.data.get("title"),
        "email": _address(record.data | {"userName": record.user_name}) or None,
    }  # fmt: skip
    if terms := said.get("terms"):
        keys = ("body", "office", "start", "end")
        line["committees"] = ";".join(":".join(str(term.get(key) or "") for key in keys) for term in terms)
    return {column: str(value) for column, value in line.items() if value}


def _let_in(person: User, active: bool, token: str) -> None:
    held = Standing.objects.filter(person=person, kind=Standing.Kind.SUSPENDED).at()
    if active:
        if any(row.source != SOURCE for row in held):
            raise Wrong(_("Staff suspended this person here. They have to lift it on the desk."))
        if held:
            accounts.restore(person, None, "")
        return
    if held:
        return
    try:
        with transaction.atomic():
            accounts.suspend(person, None, "", source=SOURCE)
    except accounts.Refused as refused:
        raise Wrong(str(refused)) from None
