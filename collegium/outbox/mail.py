"""Mail: written with the deed, sent by a job, checked again at the moment of sending.

    mail.queue(person, "reply", subject, text, html, about=("reply", reply.pk))
    mail.may_still_be_sent("reply", lambda mail: …)     in AppConfig.ready of the app that queues this kind
    mail.unsubscribed_at("reply", lambda mail: address) one-click address for this kind (RFC 8058)

Exactly once, save the unavoidable case (the server took it, and we ended before we could note it): then the same
Message-ID goes out again, and mail programs show it once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from collegium.audience.models import Standing
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.outbox import post
from collegium.outbox.models import Mail
from collegium.web.statements import store_each, store_if, store_new

if TYPE_CHECKING:
    from collegium.accounts.models import User

TRIES = 5
CLAIM = timedelta(minutes=10)  # longer than any mail server is waited for
KEPT_FOR = timedelta(days=30)  # words of sent mail; the line that it was sent stays
SECRET_KINDS = {"account", "proof"}  # codes and links that open something: their words are forgotten once sent
WRITTEN_LATE = {"brief"}  # many people's words, written as it leaves, and forgotten once sent
_checks: dict[str, list[Callable[[Mail], bool]]] = {}
_unsubscribe: dict[str, Callable[[Mail], str]] = {}


def may_still_be_sent(kind: str, check: Callable[[Mail], bool]) -> None:
    """Ask `check` before a mail of this kind leaves; all checks of a kind must agree, else the mail is dropped.

    A check may write the mail's words (the brief).
    """
    _checks.setdefault(kind, []).append(check)


def unsubscribed_at(kind: str, address: Callable[[Mail], str]) -> None:
    """Where one POST unsubscribes from this kind; "" when there is nothing to unsubscribe from."""
    _unsubscribe[kind] = address


@transaction.atomic(savepoint=False)
def queue(
    to: User | str, kind: str, subject: str, text: str, html: str = "", *,
    about: tuple[str, int] | None = None, headers: dict[str, str] | None = None,
) -> Mail:  # fmt: skip
    """Write a mail in the running transaction; a job sends it after the commit.

    Args:
        to: a person, written to at the address they have then, or an address (codes, invitations).
        kind: what sort of mail it is ("reply", "brief", "account"); checks and preferences hang on it.
        subject: one line.
        text: the whole mail as plain text.
        html: the same as HTML; a `<style>` in it is put inline.
        about: kind and id of what it speaks of, such as ("piece", 7).
        headers: further headers (List-Id, References, In-Reply-To, Reply-To).
    """
    from collegium.outbox.tasks import send_mail

    about_kind, about_id = about or ("", None)
    mail = Mail(
        kind=kind,
        person=None if isinstance(to, str) else to,
        address=to if isinstance(to, str) else "",
        subject=" ".join(subject.split())[:300],
        text=text,
        html=html,
        headers=headers or {},
        about_kind=about_kind,
        about_id=about_id,
        message_id=f"<{secrets.token_hex(16)}@{settings.SITE_URL.split('//')[1].split(':')[0]}>",
    )
    store_new([mail])
    (send_mail.using(priority=50) if kind in SECRET_KINDS else send_mail).enqueue(mail.pk)
    return mail


def send(mail_id: int) -> None:
    """Send a mail that waits, once. Called by its job, and again by the job's next try.

    Raises:
        OSError, smtplib.SMTPException: the mail server did not take it; the mail waits, or is parked after five tries.
        Exception: so it does when a check before it left failed.
    """
    mail = _claim(mail_id)
    if mail is None:
        _look_again(mail_id)
        return
    try:
        if reason := _reason_to_drop(mail):
            Mail.objects.filter(pk=mail.pk).update(dropped_at=timezone.now(), last_error=reason, text="", html="")
            return
        post.deliver(mail, _unsubscribe.get(mail.kind, lambda _mail: "")(mail))
    except Exception as error:
        _put_back(mail, error)
        raise
    mail.sent_at, mail.claimed_at, mail.last_error = timezone.now(), None, ""
    forgotten = ["text", "html"] if mail.kind in SECRET_KINDS | WRITTEN_LATE else []
    for name in forgotten:
        setattr(mail, name, "")
    store_each([mail], ["sent_at", "claimed_at", "last_error", *forgotten])


def _claim(mail_id: int) -> Mail | None:
    """Take the mail for this worker; None when it is sent, or another worker has it."""
    now = timezone.now()
    mail: Mail | None = _with_person.first(VISITOR, pk=mail_id)
    if mail is None or (mail.claimed_at and mail.claimed_at >= now - CLAIM):
        return None
    was = {"claimed_at": mail.claimed_at, "tries": mail.tries, "sent_at": None, "dropped_at": None, "parked_at": None}
    mail.claimed_at, mail.tries = now, mail.tries + 1
    return mail if store_if(mail, ["claimed_at", "tries"], **was) else None


@prepared
def _with_person(_reader: Reader, pk: int) -> QuerySet[Mail]:
    return Mail.objects.waiting().select_related("person").filter(pk=pk)


def _look_again(mail_id: int) -> None:
    """Another worker has it, or died with it in hand: look once more when its time is over."""
    from collegium.outbox.tasks import send_mail

    claimed_at = Mail.objects.waiting().filter(pk=mail_id).values_list("claimed_at", flat=True).first()
    if claimed_at is not None:
        send_mail.using(run_after=claimed_at + CLAIM).enqueue(mail_id)


def _put_back(mail: Mail, error: Exception) -> None:
    parked_at = timezone.now() if mail.tries >= TRIES else None
    Mail.objects.filter(pk=mail.pk).update(
        claimed_at=None, parked_at=parked_at, last_error=f"{type(error).__name__}: {error}"[:500]
    )


@prepared
def _deceased(_reader: Reader, person: int) -> QuerySet[Standing]:
    return Standing.objects.filter(person_id=person, kind=Standing.Kind.DECEASED).at()


def _reason_to_drop(mail: Mail) -> str:
    if not mail.recipient:
        return "The person has no mail address any more."
    if mail.person and _deceased.exists(VISITOR, person=mail.person.pk):
        return "The person has died."
    if not all(check(mail) for check in _checks.get(mail.kind, [])):
        return "It may not be sent any more."
    return ""


@transaction.atomic
def send_again(mail: Mail) -> None:
    """Give a parked mail five new tries, now."""
    from collegium.outbox.tasks import send_mail

    Mail.objects.filter(pk=mail.pk).update(parked_at=None, claimed_at=None, tries=0)
    send_mail.enqueue(mail.pk)


@transaction.atomic
def drop(kind: str, *pks: int) -> int:
    """Drop what waits about things (taken back, erased), words too. Returns how many mails had gone out before."""
    return _drop(Mail.objects.about(kind, *pks))


@transaction.atomic
def drop_to(person: User, kind: str) -> int:
    """The same for everything of one kind to one person, whose own words it repeats."""
    return _drop(Mail.objects.filter(person=person, kind=kind))


def _drop(mails: QuerySet[Mail]) -> int:
    mails.filter(sent_at=None).update(
        dropped_at=timezone.now(), parked_at=None, last_error="What it spoke of was taken back."
    )
    mails.update(subject="", text="", html="")
    unsent = Mail.objects.filter(kind__in=WRITTEN_LATE, sent_at=None).exclude(text="")  # a try failed: written anew
    unsent.update(text="", html="")
    return mails.filter(sent_at__isnull=False).count()


def forget_words() -> int:
    """Blank the words of mails sent a month ago. Returns how many."""
    old = Mail.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).exclude(text="")
    return old.update(text="", html="")
