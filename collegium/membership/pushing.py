"""One changed record, pushed by the society's system and signed by it (docs/operating/members-api.md).

    POST /api/v1/members/changed/
    X-Collegium-Key: <key>   X-Collegium-Timestamp: <seconds since 1970>   X-Collegium-Signature: sha256=<hex>
    {"id": "evt_01", "type": "member.changed", "occurred_at": "…", "member": {"member_id": "001004", "status": "A", …}}

The signature is HMAC-SHA256 over timestamp + body. A timestamp counts for five minutes, an id once (remembered seven
days). Whatever is wrong with key or signature gets the same answer: it tells nobody which keys there are.
"""

from __future__ import annotations

import hmac
import json
import secrets as random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.membership.models import PushedEvent, PushKey
from collegium.membership.records import apply_record
from collegium.outbox import audit
from collegium.web import secrets

WINDOW = timedelta(minutes=5)
REMEMBERED = timedelta(days=7)
OVERLAP = timedelta(days=1)  # in which the secret before a rotation still counts
LARGEST = 64 * 1024  # bytes of a record


@dataclass(frozen=True, slots=True)
class Said:
    """What the other system is told: a status of HTTP, a word for programs, a sentence for people."""

    status: int
    outcome: str
    message: str


@transaction.atomic
def make_key(name: str, by: User | None) -> tuple[PushKey, str]:
    """A key for a system. Returns it with its secret, which is shown once."""
    secret = random.token_urlsafe(32)
    row = PushKey.objects.create(name=name, key=random.token_hex(8), secret=secrets.hidden(secret))
    audit.log(by, "made a key for pushed records", about=("push key", row.pk), detail={"name": name})
    return row, secret


@transaction.atomic
def rotate_key(row: PushKey, by: User | None) -> str:
    """Another secret; the present one still counts for a day. Returns the new one, which is shown once."""
    secret = random.token_urlsafe(32)
    row.former, row.former_until = row.secret, timezone.now() + OVERLAP
    row.secret = secrets.hidden(secret)
    row.save(update_fields=["secret", "former", "former_until"])
    audit.log(by, "rotated a key for pushed records", about=("push key", row.pk), detail={"name": row.name})
    return secret


@transaction.atomic
def end_key(row: PushKey, by: User | None) -> None:
    """Nothing signed with it counts any more."""
    PushKey.objects.filter(pk=row.pk, ended_at=None).update(
        ended_at=timezone.now(), secret="", former="", former_until=None
    )
    audit.log(by, "ended a key for pushed records", about=("push key", row.pk), detail={"name": row.name})


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body, as the header holds it."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + body, "sha256").hexdigest()


def take(key: str, timestamp: str, signature: str, body: bytes, now: datetime | None = None) -> Said:
    """Check a pushed record and apply it, in one transaction with its id.

    Args:
        key, timestamp, signature: as the headers hold them.
        body: the whole of it.
        now: the instant (default: this one).
    """
    now = now or timezone.now()
    row = PushKey.objects.filter(key=key, ended_at=None).first()
    if not _is_signed(row, timestamp, signature, body, now) or row is None:
        PushKey.objects.filter(key=key).update(refused=F("refused") + 1)
        return Said(401, "unauthorized", _("Key or signature is wrong. Sign timestamp and body with the key’s secret."))
    if not _is_now(timestamp, now):
        return _refused(
            row, 401, "stale", _("The timestamp is more than five minutes off. Set the clock and sign anew.")
        )
    try:
        event = _event(body)
    except ValueError as error:
        return _refused(row, 400, "unreadable", str(error))
    if event["type"] == "ping":
        return Said(200, "pong", _("The signature is right. Nothing was changed."))
    return _apply(row, event, now)


def _is_signed(row: PushKey | None, timestamp: str, signature: str, body: bytes, now: datetime) -> bool:
    stored = [row.secret] if row else [secrets.hidden("nobody")]  # an unknown key takes as long as a known one
    if row and row.former and row.former_until and row.former_until > now:
        stored.append(row.former)
    try:
        known = [secrets.shown(one) for one in stored]
    except secrets.Lost:
        return False
    right = [hmac.compare_digest(sign(one, timestamp, body).encode(), signature.encode()) for one in known]
    return row is not None and any(right)


def _is_now(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 13):
        return False
    return abs(now.timestamp() - int(timestamp)) <= WINDOW.total_seconds()


def _refused(row: PushKey, status: int, outcome: str, message: str) -> Said:
    PushKey.objects.filter(pk=row.pk).update(refused=F("refused") + 1)
    return Said(status, outcome, message)


def _event(body: bytes) -> dict[str, Any]:
    """The body as an event.

    Raises:
        ValueError: with what is wrong with it.
    """
    try:
        event = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ValueError(_("The body is no JSON in UTF-8.")) from None
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        raise ValueError(_("The body needs a type, such as member.changed."))
    if event["type"] == "ping":
        return event
    if not event["type"].startswith("member."):
        raise ValueError(_("This type is not known. Send member.changed."))
    if not isinstance(event.get("id"), str) or not 0 < len(event["id"]) <= 80:
        raise ValueError(_("The body needs an id of at most 80 characters, another one for each event."))
    member = event.get("member")
    if not isinstance(member, dict) or not all(isinstance(one, str | int | bool | None) for one in member.values()):
        raise ValueError(_("The body needs a member: columns with a text each."))
    event["at"] = parse_datetime(str(event.get("occurred_at") or "")) if event.get("occurred_at") else None
    if event.get("occurred_at") and (event["at"] is None or timezone.is_naive(event["at"])):
        raise ValueError(_("occurred_at is no time with a zone, such as 2026-06-09T14:00:00Z."))
    return event


@transaction.atomic
def _apply(row: PushKey, event: dict[str, Any], now: datetime) -> Said:
    number, at = str(event["member"].get("member_id") or "")[:40], event["at"]
    try:
        with transaction.atomic():
            PushedEvent.objects.create(key=row, event_id=event["id"], member_id=number, occurred_at=at, received_at=now)
    except IntegrityError:
        return Said(200, "repeated", _("This id came before. Nothing was changed."))
    if at is not None and PushedEvent.objects.filter(key=row, member_id=number, occurred_at__gt=at).exists():
        return Said(200, "outdated", _("Something newer about this member came before. Nothing was changed."))
    outcome = apply_record(event["member"], f"push: {row.name}")
    PushKey.objects.filter(pk=row.pk).update(taken=F("taken") + 1, last_at=now)
    return Said({"rejected": 422, "reported": 202}.get(outcome.kind, 200), outcome.kind, outcome.words)


def forget_events(now: datetime | None = None) -> int:
    """Forget ids after seven days. Returns how many."""
    return PushedEvent.objects.filter(received_at__lt=(now or timezone.now()) - REMEMBERED).delete()[0]
