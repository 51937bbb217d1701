"""A request to connect by mail: at once, or as an entry of the brief.

Both are written as they leave, of a request that still waits then. The line that came with it is for the site only, and
nothing is answered from a mail: the link leads to the request, where one tap of whoever is signed in accepts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.audience.reader import Reader, reader_for
from collegium.connections.models import Request, RequestQuerySet, Wish
from collegium.notifications.followers import not_hearing_of
from collegium.notifications.letters import facts_of, printed
from collegium.notifications.models import Notification, Wishes
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.web.languages import spoken_to, zone_of

KIND, ADDRESS = "connect", "/connections/#waiting"


def send_request(asker_id: int, asked_id: int) -> None:
    """Queue the mail of a request, still without words, if whoever is asked wants it at once."""
    row = Request.objects.select_related("other").filter(person=asker_id, other=asked_id).first()
    if row is not None and row.other.email and _is_wanted(row.other) and _told([row], reader_for(row.other)):
        mail.queue(row.other, KIND, "", "", about=(KIND, row.pk))


def write(queued: Mail) -> bool:
    """Write a request as it leaves.

    Returns:
        False when it is not wanted any more, was withdrawn, put off or answered, or either of the two may not be
        connected now.
    """
    person = queued.person
    if person is None or not _is_wanted(person):
        return False
    reader = reader_for(person)
    rows = _told(_waiting(reader).filter(pk=queued.about_id or 0), reader)
    if not rows:
        return False
    with spoken_to(person):
        line = sentence(rows[0])
        words = _("You accept it or put it off on the site. Whoever you put off or block is not told.")
        facts = facts_of(line, line, words, ADDRESS, _("Look at the request"))
        queued.subject, queued.text, queued.html = printed(person, KIND, facts)
    queued.save(update_fields=["subject", "text", "html"])
    return True


def asked_between(reader: Reader, since: datetime, until: datetime) -> list[Request]:
    """Requests that came between two moments and wait still, for the brief: not seen on the site, and not mailed."""
    unseen = Notification.objects.filter(person=reader.person_id, kind=Notification.Kind.CONNECT, seen_at=None)
    askers = unseen.filter(created_at__gt=since, created_at__lte=until).values("actor")
    sent = Mail.objects.filter(person=reader.person_id, kind=KIND, sent_at__isnull=False).values("about_id")
    return _told(_waiting(reader).filter(person__in=askers).exclude(pk__in=sent), reader)


def sentence(row: Request) -> str:
    """Who asks. Nothing of what they wrote."""
    return _("%(name)s asks to connect with you") % {"name": row.person.full_name}


def _waiting(reader: Reader) -> RequestQuerySet:
    return Request.objects.waiting_for(reader).select_related("person").order_by("-created_at", "-pk")


def _told(rows: Iterable[Request], reader: Reader) -> list[Request]:
    """Those that a mail may speak of: both are members now, requests are taken, and whoever asks is not muted."""
    if not reader.is_member or not Wish.of(reader).takes_requests:
        return []
    found = list(rows)
    members = set(people_in({MEMBERS}).filter(pk__in=[row.person_id for row in found]).values_list("pk", flat=True))
    own = reader.person_id or 0
    return [row for row in found if row.person_id in members and not not_hearing_of(row.person_id, [own])]


def _is_wanted(person: User) -> bool:
    return person.is_active and Wishes.of(person.pk).wants_now(KIND, zone_of(person))
