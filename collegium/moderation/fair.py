"""Nobody decides about their own words, nor answers an appeal against their own decision, while another moderator can.

Whoever was reported never learns by whom (docs/access.md, Reading), moderators neither: on their own thing the names
and words of reporters are left out, also where nobody else is there to decide.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.moderation.keepers import KEEPERS
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.things import Thing

Kind = Standing.Kind


def concerns(thing: Thing, person_id: int) -> bool:
    """Whether the thing is this person's own: they wrote it, or keep the page that it is."""
    if thing.author is not None and thing.author.pk == person_id:
        return True
    return thing.kind in KEEPERS and KEEPERS[thing.kind](thing.pk).filter(pk=person_id).exists()


def refusal_to_decide(thing: Thing, by: User) -> str:
    """Why this moderator decides nothing about the thing, as a sentence; "" where it is not their own, or nothing was
    reported or decided about it, or nobody else is there."""
    if not concerns(thing, by.pk) or not _another(thing, by):
        return ""
    decided = Decision.objects.about(*thing.key).filter(undone_at=None).exclude(by=by)
    if Report.objects.waiting().about(*thing.key).exists() or decided.exists():
        return _("This is about you or words of yours, so another moderator decides.")
    return ""


def refusal_to_answer(appeal: Appeal, thing: Thing, by: User) -> str:
    """Why this moderator does not answer the appeal, as a sentence; "" when they may."""
    if not _another(thing, by):
        return ""
    if concerns(thing, by.pk) or by in appeal.decision.people():
        return _("This is about you or words of yours, so another moderator decides.")
    if appeal.decision.by_id == by.pk:
        return _("You made this decision, so another moderator answers the appeal.")
    return ""


def _another(thing: Thing, by: User) -> bool:
    """Whether somebody else moderates, whose own the thing is not."""
    roles = Standing.objects.filter(kind__in=(Kind.MODERATOR, Kind.ADMINISTRATOR)).at()
    barred = Standing.objects.filter(kind__in=(Kind.SUSPENDED, Kind.DECEASED)).at().values("person")
    others = roles.exclude(person=by.pk).exclude(person__in=barred).filter(person__is_active=True)
    return others.exclude(person=thing.author.pk if thing.author else None).exists()
