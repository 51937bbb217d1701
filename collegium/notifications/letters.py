"""Mails at once: a message, a mention, an answer, and what somebody else asked for; with the words themselves.

Asked again when the mail leaves: does the person still want it, and may they still read it?
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.answers.models import Offer
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader, reader_for
from collegium.conversations.models import Message, Participant
from collegium.discussion.bylines import full_name
from collegium.discussion.models import Piece, Reply
from collegium.notifications.followers import is_followed_by, not_hearing_of
from collegium.notifications.models import Wishes
from collegium.organizations.models import Notice
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.people.disclosures import disclosed_by
from collegium.people.models import Follow
from collegium.web.languages import spoken_to, zone_of
from collegium.web.models import Society

SALT = "collegium.notifications.stop"
STOP_FOR = 400 * 24 * 3600  # seconds an unsubscribe link works
Thing = Piece | Reply | Message | Notice


def host() -> str:
    """The site's host, for Message-IDs and List-Ids."""
    return settings.SITE_URL.split("//")[1].split(":")[0].strip("/")


def stop_address(person_id: int, kind: str) -> str:
    """Where one POST ends mails of this kind for this person, signed in or not (RFC 8058)."""
    return f"{settings.SITE_URL}/mail/stop/{signing.dumps([person_id, kind], salt=SALT, compress=True)}/"


def read_stop(token: str) -> tuple[int, str]:
    """What a stop link says: person id and kind.

    Raises:
        signing.BadSignature: forged, or older than `STOP_FOR`.
    """
    person_id, kind = signing.loads(token, salt=SALT, max_age=STOP_FOR)
    return int(person_id), str(kind)


def stop_of(queued: Mail) -> str:
    """The stop address of a mail that waits."""
    return stop_address(queued.person_id, queued.kind) if queued.person_id else ""


def send_now(people: Collection[int], kind: str, thing: Thing) -> None:
    """Queue a mail to those of these people (ids) who want this kind at once and may read the thing."""
    if not people:
        return
    default = Wishes()
    wishes = {row.pk: row for row in _wishes.objects(VISITOR, people=tuple(people))}
    for person in _reached.objects(VISITOR, people=tuple(people)):
        if wishes.get(person.pk, default).wants_now(kind, zone_of(person)) and may_read(person, thing):
            _queue(person, kind, thing)


@prepared
def _wishes(_reader: Reader, people: tuple[int, ...]) -> QuerySet[Wishes]:
    return Wishes.objects.filter(pk__in=people)


@prepared
def _reached(_reader: Reader, people: tuple[int, ...]) -> QuerySet[User]:
    return User.objects.filter(pk__in=people, is_active=True).exclude(email="")


def may_read(person: User, thing: Thing) -> bool:
    """Whether this person has the thing in full now; who is suspended is a visitor, and visitors get no mail."""
    if isinstance(thing, Message):
        return thing.people_to_tell().filter(pk=person.pk).exists()
    reader = reader_for(person)
    if reader.is_visitor:
        return False
    if isinstance(thing, Notice):
        return Notice.objects.up().filter(pk=thing.pk).exists()
    if isinstance(thing, Reply):
        return _reply.exists(reader, pk=thing.pk)
    return _piece_read.exists(reader, pk=thing.pk)


@prepared
def _reply(reader: Reader, pk: int) -> QuerySet[Reply]:
    return Reply.objects.filter(pk=pk, taken_back_at=None).readable_by(reader)


@prepared
def _piece_read(reader: Reader, pk: int) -> QuerySet[Piece]:
    return Piece.objects.filter(pk=pk).readable_by(reader)


def _about(thing: Thing) -> tuple[str, int]:
    names = {Reply: "reply", Message: "message", Notice: "notice"}
    return names.get(type(thing), "piece"), thing.pk


def _queue(person: User, kind: str, thing: Thing) -> None:
    with spoken_to(person):
        letter = printed(person, kind, _facts(person, kind, thing))
        mail.queue(person, kind, *letter, about=_about(thing), headers=_headers(thing))


def printed(person: User, kind: str, facts: dict[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter of this kind, out of what `facts_of` gave."""
    context = facts | {"society": Society.current(), "stop": stop_address(person.pk, kind)}
    context["settings_url"] = f"{settings.SITE_URL}/settings/mail/"
    text = render_to_string("notifications/letter.txt", context)
    return facts["subject"], text, render_to_string("web/letter.html", context)


def _headers(thing: Thing) -> dict[str, str]:
    """What lets mail programs thread and sort."""
    if isinstance(thing, Notice):
        kind, pk = "organization", thing.organization_id
    else:
        kind, pk = (
            ("conversation", thing.conversation_id) if isinstance(thing, Message) else ("piece", _piece(thing).pk)
        )
    return {"List-Id": f"<{kind}-{pk}.{host()}>", "References": f"<{kind}-{pk}@{host()}>"}


def _piece(thing: Piece | Reply) -> Piece:
    return thing.piece if isinstance(thing, Reply) else thing


def _facts(person: User, kind: str, thing: Thing) -> dict[str, Any]:
    """Subject, headline, words, address."""
    if isinstance(thing, Notice):
        line = _("News of %(organization)s: “%(title)s”")
        line %= {"organization": thing.organization.name, "title": thing.title}
        return facts_of(line, line, thing.text, thing.get_absolute_url(), _("Read it"))
    name = full_name(thing.byline)
    if isinstance(thing, Message):
        is_request = Participant.objects.filter(
            conversation=thing.conversation_id, person=person, state=Participant.State.REQUEST
        ).exists()
        line = _("%(name)s would like to write to you") if is_request else _("%(name)s wrote to you")
        return facts_of(line % {"name": name}, line % {"name": name}, "" if is_request else thing.text,
                       thing.conversation.get_absolute_url(), _("Answer"))  # fmt: skip
    title = _piece(thing).title
    if kind == "asked":
        return _offered(person, thing, title)
    lines = {
        "answer": _("%(name)s answered in “%(title)s”"),
        "mention": _("%(name)s named you in “%(title)s”"),
        "reply": _("%(name)s replied in “%(title)s”"),
        "published": _("%(name)s: “%(title)s”"),
    }
    line = lines[kind] % {"name": name, "title": title}
    subject = title if kind == "published" else _("Re: %(title)s") % {"title": title}
    address = f"/replies/{thing.pk}/" if isinstance(thing, Reply) else thing.get_absolute_url()
    return facts_of(subject, line, thing.text, address, _("Read and answer on the site"))


def _offered(person: User, thing: Piece | Reply, title: str) -> dict[str, Any]:
    """A question for one person, with the reason why they were chosen."""
    given = Offer.objects.get(topic=thing.pk, person=person)
    address = reverse("answers:offer_detail", args=[given.pk])
    subject = _("A question for you: %(title)s") % {"title": title}
    asked = _("A colleague asks: “%(title)s”") % {"title": title}
    return facts_of(subject, f"{asked} {given.why}", thing.text, address,
                   _("Answer it, or pass it on"))  # fmt: skip


def facts_of(subject: str, line: str, words: str, address: str, label: str) -> dict[str, Any]:
    """What a letter is printed from: its subject, first line, words, and where the button `label` leads."""
    subject, line = " ".join(subject.split()), " ".join(line.split())  # names and titles write no lines of their own
    paragraphs = [part for part in words.split("\n\n") if part.strip()]
    return {
        "subject": subject, "line": line, "words": words, "paragraphs": paragraphs,
        "address": settings.SITE_URL + address, "label": label,
    }  # fmt: skip


def send_yearly(people: Collection[int], kind: str, address: str) -> None:
    """Queue what comes once a year to those of these people (ids) who did not turn that off."""
    unwanted = Wishes.objects.filter(pk__in=people, yearly=False).values("pk")
    for person in User.objects.filter(pk__in=people, is_active=True).exclude(email="").exclude(pk__in=unwanted):
        with spoken_to(person):
            mail.queue(person, "yearly", *printed(person, "yearly", _yearly(kind, address)), about=(kind, person.pk))


def _yearly(kind: str, address: str) -> dict[str, Any]:
    if kind == "due":
        words = _(
            "You confirmed your disclosures more than twelve months ago. Until you say whether they are still so, your "
            "profile shows them as due. It takes one button."
        )
        return facts_of(_("Are your disclosures still so?"), _("Your disclosures are due"), words, address,
                       _("Look at them and confirm"))  # fmt: skip
    words = _("It counts what colleagues marked, is for you alone, and prints on one page for your dossier.")
    return facts_of(_("Whom your words helped this year"), _("Your letter of the year is there"), words, address,
                   _("Read it"))  # fmt: skip


def yearly_may_be_sent(queued: Mail) -> bool:
    """The check at the moment of sending: still wanted, not paused, still registered, and disclosures still due."""
    person = queued.person
    if person is None or reader_for(person).is_visitor:
        return False
    wishes = Wishes.of(person.pk)
    still = queued.about_kind != "due" or disclosed_by(person).state() == "due"
    return wishes.yearly and still and not wishes.is_paused(timezone.localdate(timezone=zone_of(person)))


def may_still_be_sent(queued: Mail) -> bool:
    """The check at the moment of sending: still wanted, not paused, and still theirs to read."""
    person = queued.person
    if person is None or not Wishes.of(person.pk).wants_now(queued.kind, zone_of(person)):
        return False
    open_offer = Offer.objects.filter(topic=queued.about_id, person=person, state=Offer.State.OPEN)
    if queued.kind == "asked" and not open_offer.exists():
        return False
    tables: dict[str, Any] = {"piece": Piece, "message": Message, "notice": Notice}
    if queued.about_kind == "reply":
        thing = _told.first(VISITOR, pk=queued.about_id)
    else:
        thing = tables[queued.about_kind].objects.filter(pk=queued.about_id).first()
    if thing is None or (not isinstance(thing, Notice) and not_hearing_of(thing.author_id or 0, [person.pk])):
        return False
    if not _is_followed(person.pk, thing, queued.kind):
        return False
    return not getattr(thing, "taken_back_at", None) and may_read(person, thing)


@prepared
def _told(_reader: Reader, pk: int) -> QuerySet[Reply]:
    return Reply.objects.filter(pk=pk).select_related("piece")


def _is_followed(person_id: int, thing: Thing, kind: str) -> bool:
    """Whether what leads to it is followed still, and not muted."""
    if isinstance(thing, Notice):
        return Follow.objects.of(person_id).to("organization", thing.organization_id).exists()
    return isinstance(thing, Message) or is_followed_by(person_id, _piece(thing), kind)
