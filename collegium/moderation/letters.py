"""Mails of the moderators: what was decided and why, and how to answer. Never who reported, never the words."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from collegium.moderation.models import Appeal, Decision
from collegium.moderation.things import Thing
from collegium.outbox import mail
from collegium.web.languages import spoken_to

KIND = "moderation"


def tell_decision(decision: Decision, thing: Thing) -> None:
    """To the author: the decision with its reason."""
    if decision.author is None:
        return
    with spoken_to(decision.author):
        about = _("A decision about your words in “%(title)s”: %(act)s.")
        if not decision.can_be_appealed:  # the title may be what was taken back
            about = _("A decision about words of yours: %(act)s.")
        lines = [
            about % {"title": " ".join(thing.title.split()), "act": decision.get_act_display()},
            _("The reason: %(reason)s") % {"reason": decision.reason},
            _("You may answer the moderators here:") + f"\n{settings.SITE_URL}{decision.get_absolute_url()}"
            if decision.can_be_appealed
            else _("The words are erased and cannot be restored."),
        ]
        mail.queue(
            decision.author, KIND, _("A decision about your words"), "\n\n".join(lines),
            about=("decision", decision.pk),
        )  # fmt: skip


def tell_released(thing: Thing) -> None:
    """To a guest: the words are there."""
    if thing.author is None:
        return
    with spoken_to(thing.author):
        text = _("A moderator has read what you wrote in “%(title)s”, and it is there for everybody who reads it:")
        mail.queue(
            thing.author, KIND, _("Your words have appeared"),
            f"{text % {'title': ' '.join(thing.title.split())}}\n{settings.SITE_URL}{thing.address}", about=thing.key,
        )  # fmt: skip


def tell_answer(appeal: Appeal) -> None:
    """To the author: the moderators' answer."""
    decision = appeal.decision
    if decision.author is None:
        return
    with spoken_to(decision.author):
        outcome = _("The decision was taken back.") if appeal.upheld else _("The decision stays.")
        mail.queue(
            decision.author, KIND, _("The moderators’ answer"),
            f"{outcome}\n\n{appeal.answer}\n\n{settings.SITE_URL}{decision.get_absolute_url()}",
            about=("decision", decision.pk),
        )  # fmt: skip
