"""How a mail leaves: multipart with its headers, over one connection kept for a while, or as a file."""

from __future__ import annotations

import os
import threading
import time
from email.utils import formataddr
from pathlib import Path
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from collegium.outbox.models import Mail
from collegium.web.models import Society

IDLE = 20.0  # seconds a connection to the mail server is kept
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
_kept = threading.local()


def deliver(mail: Mail, unsubscribe: str = "") -> None:
    """Hand a mail to the mail server.

    Args:
        mail: with its person at hand.
        unsubscribe: the address of the one-click unsubscription, if any.

    Raises:
        OSError, smtplib.SMTPException: it was not taken.
    """
    message = compose(mail, unsubscribe)
    connection = _connection()
    try:
        connection.send_messages([message])
    except BaseException:
        close()
        raise
    _kept.at = time.monotonic()


def compose(mail: Mail, unsubscribe: str = "") -> EmailMultiAlternatives:
    """The message of a mail: text, and HTML with its styles inline."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **mail.headers}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    sender = formataddr((" ".join(Society.current().short_name.split()), settings.DEFAULT_FROM_EMAIL))
    if "<" in settings.DEFAULT_FROM_EMAIL:
        sender = settings.DEFAULT_FROM_EMAIL
    message = Letter(mail.subject, mail.text, sender, [mail.recipient], headers=headers)
    if mail.html:
        message.attach_alternative(_inliner.inline(mail.html), "text/html")
    return message


class Letter(EmailMultiAlternatives):
    """Its parts are divided by what the Message-ID has, which nobody can guess: else Python looks whether it occurs."""

    def message(self, **policy: Any) -> Any:  # type: ignore[override]  # stubs of a later Django
        """The message as it leaves."""
        made = super().message(**policy)
        if made.is_multipart():
            made.set_boundary(f"=={self.extra_headers['Message-ID'].strip('<>').partition('@')[0]}==")
        return made


def _connection() -> Any:
    kept = getattr(_kept, "connection", None)
    if kept is not None and time.monotonic() - _kept.at < IDLE:
        return kept
    close()
    connection = get_connection()
    connection.open()
    _kept.connection, _kept.at = connection, time.monotonic()
    return connection


def close() -> None:
    """End the kept connection of this thread."""
    kept, _kept.connection = getattr(_kept, "connection", None), None
    if kept is not None:
        try:
            kept.close()
        except OSError:
            return


class FolderBackend(BaseEmailBackend):
    """Writes each mail as `<Message-ID>.eml`: whole or not at all, and once however often it is tried."""

    def send_messages(self, email_messages: list[Any]) -> int:  # type: ignore[override]
        """Write the messages; returns how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = message.extra_headers.get("Message-ID", "").strip("<>").split("@")[0] or f"{time.time_ns()}"
            partial = folder / f".{name}.part"
            partial.write_bytes(message.message().as_bytes(linesep="\n"))
            os.replace(partial, folder / f"{name}.eml")
        return len(email_messages)
