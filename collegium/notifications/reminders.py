"""A bookmark's day by mail: at once, or as an entry of the brief.

Both are written as they leave, with the title as the reader has it then. The note is for nobody's mailbox.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.reader import Reader, reader_for
from collegium.bookmarks.lists import Line, lines_of
from collegium.bookmarks.models import Bookmark
from collegium.notifications.letters import facts_of, printed
from collegium.notifications.models import Notification, Wishes
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.web.languages import spoken_to, zone_of

KIND = "bookmark"


def send_reminder(bookmark_id: int, person_id: int) -> None:
    """Queue the mail of a bookmark whose day has come, still without words, if its owner wants it at once."""
    mark = Bookmark.objects.select_related("person").filter(pk=bookmark_id, person=person_id).first()
    if mark is None or not mark.person.email or not _is_wanted(mark.person) or _line(mark.person, mark) is None:
        return
    kind, pk = _about(mark)
    waiting = Mail.objects.waiting().filter(person=person_id, kind=KIND, created_at__gte=mark.created_at)
    if not waiting.filter(about_kind=kind, about_id=pk).exists():
        mail.queue(mark.person, KIND, "", "", about=(kind, pk))


def write(queued: Mail) -> bool:
    """Write a reminder as it leaves.

    Returns:
        False when it is not wanted any more, the mark is gone or has another day, or its owner may not read it now.
    """
    person = queued.person
    if person is None or not _is_wanted(person):
        return False
    about = Q(**{queued.about_kind: queued.about_id})
    mark = Bookmark.objects.filter(about, person=person, remind_on=None, created_at__lte=queued.created_at).first()
    line = _line(person, mark) if mark else None
    if line is None or line.piece is None:
        return False
    with spoken_to(person):
        title = line.piece.title
        subject, said = _("Reminder: %(title)s"), _("You wanted to be reminded of “%(title)s” today")
        facts = facts_of(subject % {"title": title}, said % {"title": title}, "", address_of(line), _("Read it"))
        queued.subject, queued.text, queued.html = printed(person, KIND, facts)
    queued.save(update_fields=["subject", "text", "html"])
    return True


def reminded(reader: Reader, since: datetime, until: datetime) -> list[Line]:
    """The marks whose day came between two moments, for the brief: unseen, not mailed, and readable now."""
    own = Notification.objects.filter(person=reader.person_id, kind=KIND, seen_at=None)
    folds = own.filter(created_at__gt=since, created_at__lte=until).values_list("fold", flat=True)
    ids = {int(fold.partition(":")[2]) for fold in folds}
    if not ids:
        return []
    sent = Mail.objects.filter(person=reader.person_id, kind=KIND, created_at__gt=since, dropped_at=None)
    mailed = set(sent.values_list("about_kind", "about_id"))
    rows = Bookmark.objects.of(reader).filter(pk__in=ids, remind_on=None).newest_first()
    return [line for line in lines_of(rows, reader) if line.piece and _about(line.bookmark) not in mailed]


def address_of(line: Line) -> str:
    """Where a readable mark leads."""
    assert line.piece is not None
    return f"/replies/{line.reply.pk}/" if line.reply else line.piece.get_absolute_url()


def _about(mark: Bookmark) -> tuple[str, int]:
    """What is marked: so the mail goes with the words when they are taken back."""
    return ("reply", mark.reply_id) if mark.reply_id else ("piece", mark.piece_id or 0)


def _is_wanted(person: User) -> bool:
    return person.is_active and Wishes.of(person.pk).wants_now(KIND, zone_of(person))


def _line(person: User, mark: Bookmark) -> Line | None:
    """The mark as its owner has it now; who is suspended is a visitor, and visitors get no mail."""
    reader = reader_for(person)
    found = [] if reader.is_visitor else lines_of([mark], reader)
    return next((line for line in found if line.piece), None)
