"""Deeds of bookmarks: set, remove, remind."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from collegium.audience.reader import Reader
from collegium.bookmarks.events import ReminderDue
from collegium.bookmarks.models import Bookmark
from collegium.discussion.events import HeadMoved
from collegium.discussion.models import Piece, Reply
from collegium.web import news
from collegium.web.languages import zone_of


def set_bookmark(thing: Piece | Reply, by: Reader, *, note: str = "", remind_on: date | None = None) -> Bookmark:
    """Mark something the reader has in full, or change the note and the day of a mark that is there."""
    about = {"reply": thing} if isinstance(thing, Reply) else {"piece_id": thing.pk}
    values = {"note": note.strip(), "remind_on": remind_on}
    bookmark, _new = Bookmark.objects.update_or_create(person_id=by.person_id, **about, defaults=values)  # type: ignore[arg-type]
    return bookmark


def remove_bookmark(bookmark_id: int, by: Reader) -> bool:
    """Take an own mark away, whether or not what it marks may still be read. Returns whether it was there."""
    return bool(Bookmark.objects.of(by).filter(pk=bookmark_id).delete()[0])


@transaction.atomic
def remind() -> int:
    """Tell of each bookmark whose day has come where its owner lives, once. Returns how many."""
    tomorrow = timezone.now().date() + timedelta(days=1)  # somewhere it is tomorrow already
    waiting = Bookmark.objects.filter(remind_on__lte=tomorrow).select_related("person")
    due = [one for one in waiting.select_for_update(of=("self",)) if one.remind_on <= _today(one)]  # type: ignore[operator]
    Bookmark.objects.filter(pk__in=[one.pk for one in due]).update(remind_on=None)
    for one in due:
        news.tell(ReminderDue(one.pk, one.person_id))
    return len(due)


def _today(bookmark: Bookmark) -> date:
    return timezone.localdate(timezone=zone_of(bookmark.person))


@transaction.atomic
def move_head(event: HeadMoved) -> None:
    """Marks on the words of a topic that was merged stay on them, where they stand now; or come back with them."""
    if event.back:
        Bookmark.objects.filter(reply=event.reply_id).update(piece=event.piece_id, reply=None)
    else:
        Bookmark.objects.filter(piece=event.piece_id).update(piece=None, reply=event.reply_id)
