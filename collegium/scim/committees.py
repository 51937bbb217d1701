"""A record of a committee: its people are the terms of office that run today.

SCIM adds somebody as "Member" from today on, and ends only terms that it began itself: chairs and what the roster says
stay as they are.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.membership import actions as membership
from collegium.membership.models import Body, Office, Term, society_today
from collegium.outbox import audit
from collegium.scim.models import Record
from collegium.scim.people import Taken, Wrong
from collegium.web.lines import one_line

SOURCE = "scim"


def shown(record: Record) -> dict[str, Any]:
    """The committee with the people who are in it today and have a record."""
    body: Body = record.body  # type: ignore[assignment]
    data = dict(record.data)
    said = data.pop("display", {})
    people = Term.objects.filter(body=body).on().values("person")
    rows = Record.objects.present(Record.Kind.USER).filter(person__in=people).select_related("person").order_by("id")
    members = [
        {"value": row.id, "type": "User", "$ref": f"Users/{row.id}", "display": said.get(row.id) or row.person.name}  # type: ignore[union-attr]
        for row in rows
    ]
    data |= {"id": record.id, "displayName": body.name}
    if record.external_id:
        data["externalId"] = record.external_id
    return data | ({"members": members} if members else {})


def adopt() -> None:
    """Give committees their record."""
    data = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"]}
    rows = [Record(kind=Record.Kind.GROUP, body=body, data=data) for body in Body.objects.filter(scim_record=None)]
    Record.objects.bulk_create(rows, ignore_conflicts=True)


def make(sent: dict[str, Any], token: str) -> Record:
    """A new committee.

    Raises:
        Wrong, Taken: nothing was made.
    """
    name = one_line(str(sent.get("displayName") or ""))[:120]
    if not name:
        raise Wrong(_("A group needs a name."))
    body = Body.objects.filter(name__iexact=name).first()
    record = Record.objects.filter(body=body).first() if body else None
    if body and (record is None or record.deleted_at is None):
        raise Taken(_("There is a committee of this name already."))
    body = body or Body.objects.create(key=_free_key(name), name=name, order=99)
    record = record or Record(kind=Record.Kind.GROUP, body=body, is_made_here=True)
    record.deleted_at = None
    return write(record, sent, token)


def write(record: Record, sent: dict[str, Any], token: str) -> Record:
    """Store the record; whoever is new in it becomes a member of the committee today.

    Raises:
        Wrong, Taken: nothing was changed.
    """
    body: Body = record.body  # type: ignore[assignment]
    name = one_line(str(sent.get("displayName") or ""))[:120]
    if not name:
        raise Wrong(_("A group needs a name."))
    if Body.objects.filter(name__iexact=name).exclude(pk=body.pk).exists():
        raise Taken(_("There is a committee of this name already."))
    if body.name != name:
        if not record.is_made_here:
            raise Wrong(_("This committee has its name from the society. Change it among the records of the site."))
        body.name = name
        body.save(update_fields=["name"])
    record.external_id = str(sent.get("externalId") or "")[:254]
    display = {
        one["value"]: one["display"] for one in sent.get("members") or [] if one.get("value") and one.get("display")
    }
    record.data = {"schemas": sent.get("schemas") or [], "display": display}
    record.changed_at = timezone.now()
    record.save()
    _seat(body, [str(one.get("value") or "") for one in sent.get("members") or []])
    audit.log(None, "SCIM wrote a committee", about=("body", body.pk), detail={"token": token, "record": record.id})
    return record


def _seat(body: Body, ids: list[str]) -> None:
    rows = {row.id: row for row in Record.objects.present(Record.Kind.USER).filter(id__in=ids).select_related("person")}
    if missing := [one for one in ids if one not in rows]:
        raise Wrong(_("There is no user %(id)s.") % {"id": missing[0][:80]})
    wanted = {row.person_id for row in rows.values()}
    today = society_today()
    running = list(Term.objects.filter(body=body).on(today).select_related("office"))
    for term in running:
        if term.source == SOURCE and term.person_id not in wanted:
            membership.end_office(term, today, None, SOURCE)
    seated = {term.person_id for term in running}
    office = Office.objects.get(key="member")
    for row in rows.values():
        if row.person_id not in seated:
            Term.objects.create(person_id=row.person_id or 0, office=office, body=body, start=today, source=SOURCE)


def end(record: Record, token: str) -> None:
    """SCIM's own terms in it end today; a committee that has no others goes."""
    body: Body = record.body  # type: ignore[assignment]
    _seat(body, [])
    if record.is_made_here and not Term.objects.filter(body=body).exists():
        record.delete()
        body.delete()
    else:
        record.deleted_at = timezone.now()
        record.save(update_fields=["deleted_at"])
    audit.log(None, "SCIM deleted a committee", detail={"token": token, "name": body.name})


def _free_key(name: str) -> str:
    base = slugify(name)[:34].strip("-") or "committee"
    key, number = base, 2
    while Body.objects.filter(key=key).exists():
        key, number = f"{base}-{number}", number + 1
    return key
