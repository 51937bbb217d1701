"""Mails of the moderators: what was decided and why, and how to answer.

Never who reported, never the words, and no title: what stands behind the address may be closed or taken back by then.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.doors import Door
from collegium.audience.reader import reader_for
from collegium.moderation.models import Appeal, Decision
from collegium.moderation.texts import labels
from collegium.moderation.things import Thing, readable
from collegium.outbox import mail
from collegium.outbox.models import Mail
from collegium.web.languages import spoken_to

KIND = "moderation"


def tell_decision(decision: Decision, person: User) -> None:
    """To whom it concerns: the decision with its reason, and which part of a page it is about."""
    with spoken_to(person):
        lines = [
            _told(decision),
            _("The reason: %(reason)s") % {"reason": decision.reason},
            _("You may answer the moderators here:") + f"\n{settings.SITE_URL}{decision.get_absolute_url()}"
            if decision.can_be_appealed
            else _("The words are erased and cannot be restored."),
        ]
        subject = _("A decision about your words")
        mail.queue(person, KIND, subject, "\n\n".join(lines), about=("decision", decision.pk))


def _told(decision: Decision) -> str:
    parts, act = labels(decision), decision.get_act_display()
    if not parts:
        return _("A decision about words of yours: %(act)s.") % {"act": act}
    if decision.kind == "profile":
        said = _("A decision about your profile (%(parts)s): %(act)s.")
    elif decision.kind == "group":
        said = _("A decision about a group you own (%(parts)s): %(act)s.")
    else:
        said = _("A decision about an organization’s page you manage (%(parts)s): %(act)s.")
    return said % {"parts": ", ".join(parts), "act": act}


def tell_released(thing: Thing) -> None:
    """To a guest: the words are there."""
    if thing.author is None:
        return
    with spoken_to(thing.author):
        text = _("A moderator has read what you wrote, and it is there for everybody who may read it:")
        text = f"{text}\n{settings.SITE_URL}{thing.address}"
        mail.queue(thing.author, KIND, _("Your words have appeared"), text, about=thing.key)


def tell_answer(appeal: Appeal) -> None:
    """To the author: the moderators' answer."""
    decision = appeal.decision
    for person in decision.people():
        with spoken_to(person):
            outcome = _("The decision was taken back.") if appeal.upheld else _("The decision stays.")
            text = f"{outcome}\n\n{appeal.answer}\n\n{settings.SITE_URL}{decision.get_absolute_url()}"
            mail.queue(person, KIND, _("The moderators’ answer"), text, about=("decision", decision.pk))


def may_still_be_sent(queued: Mail) -> bool:
    """The check at the moment of sending: an address of words, which has the title in it, goes to who may read them."""
    if queued.about_kind not in ("piece", "reply"):
        return True
    try:
        readable(queued.about_kind, queued.about_id or 0, reader_for(queued.person))
    except (Door, Http404):
        return False
    return not reader_for(queued.person).is_visitor
