"""Co-authors of a post: naming them, their agreement to one version, their name taken off.

The question names a version, as a leader's approval does. Whatever somebody else edits afterwards wants another one:
it is put to all of them with the question to the leader, or by one tap; the post can come out all the same, without the
name of who has not agreed.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.audience.reader import Reader
from collegium.blogs import events, letters
from collegium.blogs.models import CoAuthor, Post
from collegium.blogs.rights import refusal_to_name
from collegium.discussion.actions import Refused
from collegium.discussion.publishing import refresh_byline
from collegium.outbox import audit
from collegium.web import news

MOST = 8


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self", "piece")).select_related("blog__owner", "author").get(pk=post.pk)


def _named_by(post: Post, by: Reader) -> Post:
    fresh = _locked(post)
    if refusal := refusal_to_name(fresh, by):
        raise Refused(refusal)
    return fresh


@transaction.atomic
def name_co_author(post: Post, person: User, by: Reader) -> CoAuthor:
    """Name somebody as an author beside the leader, and ask for their agreement to the present version.

    Raises:
        Refused: not the leader or an editor, out already, nobody who may write here, named already, or too many.
    """
    fresh = _named_by(post, by)
    if not people_in({MEMBERS}).filter(pk=person.pk).exists():
        raise Refused(_("Authors are members and staff. Choose somebody of them."))
    if person.pk == fresh.blog.owner_id:
        raise Refused(_("The leader whose blog this is stands first anyway. Choose somebody else."))
    rows = CoAuthor.objects.filter(post=fresh)
    if rows.filter(person=person).exists():
        raise Refused(_("%(name)s is named already.") % {"name": person.name})
    if rows.count() >= MOST:
        raise Refused(_("A post has at most %(n)s co-authors. Take one off first.") % {"n": MOST})
    last = rows.aggregate(last=Max("order"))["last"] or 0
    row = CoAuthor.objects.create(
        post=fresh, person=person, order=last + 1, asked_by=by.person, asked_version=fresh.version
    )
    audit.log(by.person, "named a co-author", about=("piece", fresh.pk), detail={"person": person.pk})
    _ask(row)
    return row


def _ask(row: CoAuthor) -> None:
    letters.ask_co_author(row)
    news.tell(events.CoAuthorAsked(row.pk))


@transaction.atomic
def ask_again(row: CoAuthor, by: Reader) -> None:
    """Ask for their agreement to the present version; the link of the mail before ends.

    Raises:
        Refused: not the leader or an editor, out already, or they agreed to this version.
    """
    post = _named_by(row.post, by)
    fresh = CoAuthor.objects.select_related("person", "post__blog").get(pk=row.pk)
    if fresh.agreed_version == post.version:
        raise Refused(_("%(name)s agreed to this version already.") % {"name": fresh.person.name})
    fresh.asked_by, fresh.asked_at, fresh.asked_version = by.person, timezone.now(), post.version
    fresh.save(update_fields=["asked_by", "asked_at", "asked_version"])
    _ask(fresh)


def waiting_for_word(post: Post) -> list[CoAuthor]:
    """Who was asked about an earlier version only, and has not agreed to the present one."""
    if post.announced_at:
        return []
    now = F("post__version")
    rows = CoAuthor.objects.filter(post=post).exclude(asked_version=now).exclude(agreed_version=now)
    return list(rows.select_related("person", "post__blog"))


@transaction.atomic
def ask_everybody(post: Post, by: Reader) -> int:
    """Ask all who were asked about an earlier version about the present one. Returns how many.

    Raises:
        Refused: not the leader or an editor, or out already.
    """
    return ask_round(_named_by(post, by), by)


def ask_round(post: Post, by: Reader) -> int:
    """The question to the leader, or a tap of theirs, puts one version to its co-authors too."""
    rows = waiting_for_word(post)
    for row in rows:
        row.asked_by, row.asked_at, row.asked_version = by.person, timezone.now(), post.version
        row.save(update_fields=["asked_by", "asked_at", "asked_version"])
        _ask(row)
    return len(rows)


@transaction.atomic
def remove_co_author(row: CoAuthor, by: Reader) -> None:
    """Take somebody off again: the leader and editors everybody, a co-author their own name.

    Raises:
        Refused: neither of them, or it is out: then the byline stays as printed.
    """
    post = _locked(row.post)
    is_own = row.person_id == by.person_id and by.is_member
    if not is_own or post.announced_at:
        _named_by(post, by)
    CoAuthor.objects.filter(pk=row.pk).delete()
    refresh_byline(post)
    what = "took their name off a post" if is_own else "took a co-author off"
    audit.log(by.person, what, about=("piece", post.pk), detail={"person": row.person_id})
    news.tell(events.CoAuthorGone(post.pk, row.person_id, by_themselves=is_own))


@transaction.atomic
def move_up(row: CoAuthor, by: Reader) -> None:
    """One place up in the byline.

    Raises:
        Refused: not the leader or an editor, or out already.
    """
    post = _named_by(row.post, by)
    rows = list(CoAuthor.objects.filter(post=post))
    place = rows.index(row)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for number, one in enumerate(rows, 1):
        one.order = number
    CoAuthor.objects.bulk_update(rows, ["order"])
    refresh_byline(post)


def why_ended(row: CoAuthor, version: int) -> str:
    """Why a question about this version cannot be answered any more, as a sentence; "" while it can."""
    post = row.post
    if post.announced_at or post.is_out:
        return _("This post is out. The byline stays as printed; the leader can add a correction.")
    if post.version != version or row.asked_version != version:
        return _("The draft was changed after you were asked. Read the present version, then agree to that one.")
    return ""


@transaction.atomic
def agree(row: CoAuthor, by: Reader, version: int) -> None:
    """A co-author says: this version may come out under my name.

    Raises:
        Refused: not the person asked, it came out, it is another version now, or they agreed already.
    """
    post = _locked(row.post)
    fresh = CoAuthor.objects.filter(pk=row.pk, person=by.person_id).select_related("post__blog").first()
    if fresh is None or not by.is_member:
        raise Refused(_("Only who is named as an author agrees to it."))
    if reason := why_ended(fresh, version):
        raise Refused(reason)
    if fresh.agreed_version == version:
        raise Refused(_("You agreed to this version already."))
    fresh.agreed_at, fresh.agreed_version = timezone.now(), version
    fresh.save(update_fields=["agreed_at", "agreed_version"])
    refresh_byline(post)
    audit.log(by.person, "agreed to be an author", about=("piece", post.pk), detail={"version": version})
    news.tell(events.CoAuthorAgreed(fresh.pk))


def follow_edit(post: Post, by: Reader, version: int, readers: int) -> None:
    """After an edit: who made it agrees to what they made, if they had agreed before; nobody else does any more.

    Args:
        version: the version before.
        readers: whom it was for before; another audience wants a new agreement of everybody.
    """
    if post.announced_at:
        return
    theirs = CoAuthor.objects.filter(post=post, person=by.person_id, agreed_version=version)
    if readers == post.readers_id:
        theirs.update(agreed_version=post.version, asked_version=post.version, agreed_at=timezone.now())


def rows_of(post: Post) -> list[CoAuthor]:
    """The co-authors of a post, in the order of the byline."""
    return list(CoAuthor.objects.filter(post=post).select_related("person", "post__blog"))


def others_write(post: Post) -> bool:
    """Whether somebody beside the leader may have changed the words: a helper of the blog, or a co-author."""
    return post.blog.helpers.exists() or CoAuthor.objects.filter(post=post).exists()


def without_agreement(post: Post) -> list[CoAuthor]:
    """Whose name would be missing if the draft came out now."""
    if post.announced_at:
        return []
    return list(CoAuthor.objects.filter(post=post).exclude(agreed_version=F("post__version")).select_related("person"))
