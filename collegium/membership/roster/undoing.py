"""Taking the last run back: everything it changed is as it was, where nothing changed since; what is not is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.accounts.models import User
from collegium.audience.actions import AccessChanged
from collegium.audience.models import Standing
from collegium.membership import ladders
from collegium.membership.events import MembershipChanged
from collegium.membership.models import (
    Invitation,
    MatchProposal,
    Membership,
    RosterBefore,
    RosterChange,
    RosterRun,
    RosterSettings,
    Term,
)
from collegium.membership.roster.before import STANDING, TERM, Facts, facts_of
from collegium.membership.roster.plan import field_label
from collegium.outbox import audit
from collegium.outbox.models import Mail
from collegium.web import news
from collegium.web.models import KeptVersion, Society

BATCH = 500
SHOWN = 500  # sentences kept about what could not be taken back
MODELS: dict[str, tuple[type[Standing] | type[Term], tuple[str, ...]]] = {
    "standing": (Standing, STANDING),
    "term": (Term, TERM),
}


class NotUndone(Exception):
    """There is nothing to take back; the message says why."""


def last_run() -> RosterRun | None:
    """The run that can be taken back: the last one that was applied, unless it was taken back already."""
    run = RosterRun.objects.exclude(kind=RosterRun.Kind.RECORD).filter(applied_at__isnull=False).first()
    return run if run is not None and run.undone_at is None else None


@transaction.atomic
def undo(run: RosterRun, by: User | None, *, on_progress: Callable[[int, int], None] | None = None) -> list[str]:
    """Take a run back, in one transaction.

    Args:
        run: the last one that was applied.
        by: the administrator, None for the command line.
        on_progress: told how many of how many people are through.

    Returns:
        What could not be taken back, a sentence each; mails that are out among it.

    Raises:
        NotUndone: it is not the last one.
    """
    Society.objects.select_for_update(no_key=True).first()  # never beside another roster
    if (last := last_run()) is None or last.pk != run.pk:
        raise NotUndone(_("Only the last roster that was applied can be undone, and only once."))
    undoing, out = _Undoing(run), _what_went_out(run)
    befores = RosterBefore.objects.filter(run=run).order_by("pk")
    whole = befores.count()
    for first in range(0, whole, BATCH):
        undoing.take_back(list(befores[first : first + BATCH].select_related("person")))
        if on_progress:
            on_progress(min(first + BATCH, whole), whole)
    _restore_table(run)
    ladders.settle()
    left = [*out, *undoing.left]
    run.undone_at, run.undone_by, run.not_undone = timezone.now(), by, left[:SHOWN]
    run.save(update_fields=["undone_at", "undone_by", "not_undone"])
    MatchProposal.objects.filter(decision="", found_at__gte=run.applied_at).delete()
    news.tell(AccessChanged())
    KeptVersion.touch()
    audit.log(by, "undid a roster", about=("roster", run.pk), detail={"people": whole, "left": len(left)})
    return left


class _Undoing:
    """People of one batch after the other; `left` are sentences about what stays."""

    def __init__(self, run: RosterRun) -> None:
        self.run = run
        self.left: list[str] = []

    def take_back(self, befores: list[RosterBefore]) -> None:
        people = [row.person_id for row in befores]
        now = facts_of([row.person_id for row in befores if not row.is_new])
        touched = set(
            RosterChange.objects.filter(person__in=people, run__pk__gt=self.run.pk).values_list("person", flat=True)
        )
        self._remove([row.person for row in befores if row.is_new], touched)
        for row in befores:
            if not row.is_new:
                self._restore(row, now[row.person_id])
        news.tell(MembershipChanged(tuple(people)))

    def _remove(self, people: list[User], touched: set[int]) -> None:
        """Accounts that the run made and nobody has used are gone; used ones lose what the run gave."""
        unused = [one for one in people if one.last_login is None and one.pk not in touched]
        try:
            with transaction.atomic():
                User.objects.filter(pk__in=[one.pk for one in unused]).delete()
        except ProtectedError:
            unused = [one for one in unused if self._removed(one)]
        gone = {one.pk for one in unused}
        for person in people:
            if person.pk not in gone:
                Standing.objects.filter(person=person, source="roster").at().update(until=timezone.now())
                self._leave(person, _("the account is in use or was changed since; it stays, without the membership"))

    def _removed(self, person: User) -> bool:
        try:
            with transaction.atomic():
                User.objects.filter(pk=person.pk).delete()
        except ProtectedError:
            return False
        return True

    def _restore(self, row: RosterBefore, now: Facts) -> None:
        if "merged" in row.fields:
            self._leave(row.person, _("two records were merged; what went to the other account stays there"))
            return
        back: dict[str, Any] = {}
        for key, (old, new) in row.fields.items():
            if now.get(key) == new:
                back[key] = old
            else:
                self._leave(row.person, _("%(field)s changed since; it stays") % {"field": _label(key)})
        self._write(row.person, back)

    def _write(self, person: User, back: dict[str, Any]) -> None:
        grouped: dict[str, dict[str, Any]] = defaultdict(dict)
        for key, old in back.items():
            group, _dot, name = key.partition(".")
            grouped[group][name] = old
        if "membership" in grouped and grouped["membership"].get("") is None and "" in grouped["membership"]:
            Membership.objects.filter(person=person).delete()  # the run made it for somebody who was here before
        elif fields := grouped.get("membership"):
            Membership.objects.filter(person=person).update(**fields)
        if fields := grouped.get("person"):
            User.objects.filter(pk=person.pk).update(**fields)
            for name, value in fields.items():
                setattr(person, name, value)
            person.save(update_fields=list(fields))  # what is worked out from a name is worked out anew
            if "email" in fields:
                EmailAddress.objects.filter(user=person).delete()
                EmailAddress.objects.create(user=person, email=fields["email"], primary=True, verified=True)
        for group, (model, names) in MODELS.items():
            for pk, old in grouped.get(group, {}).items():
                if old is None:
                    model._default_manager.filter(pk=int(pk)).delete()
                else:
                    model._default_manager.filter(pk=int(pk)).update(**dict(zip(names, old, strict=True)))

    def _leave(self, person: User, why: str) -> None:
        self.left.append(f"{person.name}: {why}.")


def _label(key: str) -> str:
    group, _dot, name = key.partition(".")
    named = {"standing": _("The standing"), "term": _("A term of office"), "person": _("The account"), "membership": ""}
    return named[group] or field_label(name.removesuffix("_id"))


def _restore_table(run: RosterRun) -> None:
    """The table of access that counted before, unless staff applied another since."""
    if run.kind != RosterRun.Kind.TABLE:
        return
    settings = RosterSettings.current()
    settings.table = run.counts.get("former_table", [])
    settings.save()


def _what_went_out(run: RosterRun) -> list[str]:
    """Mails can't be called back: which ones went to the people of this run since."""
    people = RosterBefore.objects.filter(run=run).values("person")
    invited = Invitation.objects.filter(person__in=people, sent_at__gte=run.applied_at).count()
    told = Mail.objects.filter(person__in=people, created_at__gte=run.applied_at, sent_at__isnull=False)
    others = told.exclude(kind="invitation").count()
    said = []
    if invited:
        said.append(
            ngettext(
                "%(n)d invitation was sent already and can’t be called back.",
                "%(n)d invitations were sent already and can’t be called back.",
                invited,
            ) % {"n": invited}
        )  # fmt: skip
    if others:
        said.append(
            ngettext(
                "%(n)d other mail went to these people since and can’t be called back.",
                "%(n)d other mails went to these people since and can’t be called back.",
                others,
            ) % {"n": others}
        )  # fmt: skip
    return said
