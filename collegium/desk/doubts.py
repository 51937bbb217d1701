"""What looks wrong and what waits, for the desk's front page: a sentence, and one button that leads to the mending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.audience.models import Standing
from collegium.blogs.models import Blog
from collegium.membership import ladders
from collegium.membership.first_week import Stage, members_in
from collegium.membership.models import MatchProposal, Membership, RosterRun, Term, society_today
from collegium.web.formats import full_date

STALE = timedelta(days=14)  # a roster older than that no longer says who is a member
AHEAD = timedelta(days=60)  # handovers so near are looked at
EDITING = ("editor-in-chief", "associate-editor")  # offices that need the editors' desk
BLOGGING = ("president",)  # offices whose holder is expected to write


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at."""

    sentence: str
    address: str
    button: str


def doubts() -> list[Doubt]:
    """Everything an administrator should look at, the most pressing first."""
    return [*_keys(), *_roster(), *_people(), *_offices()]


def _keys() -> Iterator[Doubt]:
    now = Standing.objects.at().filter(kind=Standing.Kind.ADMINISTRATOR, person__is_active=True)
    if now.values("person").distinct().count() < 2:
        said = _(
            "Only one person is administrator: when they are away, nobody can help. Give the role to a second one."
        )
        yield Doubt(said, "/desk/membership/people/", _("Find a person"))


def _roster() -> Iterator[Doubt]:
    last = RosterRun.objects.applied().whole_files().first()
    if last is not None and last.on < society_today() - STALE:
        said = _("The last roster is of %(day)s. Who joined or left since then is not known here.")
        yield Doubt(said % {"day": full_date(last.on)}, "/desk/membership/", _("Bring the roster"))
    if (number := RosterRun.objects.exclude(failed="").filter(applied_at=None).count()) > 0:
        said = ngettext("%(n)d roster could not be read or applied.", "%(n)d rosters could not be applied.", number)
        yield Doubt(said % {"n": number}, "/desk/membership/", _("Look at it"))


def _people() -> Iterator[Doubt]:
    looked_at = Membership.objects.exclude(review="").count()
    if looked_at:
        said = ngettext(
            "%(n)d line of the roster wants to be looked at.",
            "%(n)d lines of the roster want to be looked at.",
            looked_at,
        )
        yield Doubt(said % {"n": looked_at}, "/desk/membership/", _("Look at them"))
    if (number := MatchProposal.objects.filter(decision=MatchProposal.Decision.OPEN).count()) > 0:
        said = ngettext("%(n)d person may be here twice.", "%(n)d people may be here twice.", number)
        yield Doubt(said % {"n": number}, "/desk/membership/", _("Compare them"))
    if (number := members_in(Stage.REFUSED).count()) > 0:
        said = ngettext("%(n)d invitation came back.", "%(n)d invitations came back.", number)
        yield Doubt(said % {"n": number}, "/desk/membership/first-week/?stage=refused", _("Correct the addresses"))


def _offices() -> Iterator[Doubt]:
    today = society_today()
    for handover in ladders.handovers(today):
        if handover.day <= today + AHEAD:
            for doubt in handover.doubts:
                said = f"{full_date(handover.day)}: {doubt}"
                yield Doubt(said, "/desk/membership/offices/", _("Terms of office"))
    holders = list(Term.objects.on(today).filter(office__key__in=EDITING + BLOGGING).select_related("person", "office"))
    ids = [term.person_id for term in holders]
    edits = set(
        Standing.objects.at().filter(person__in=ids, kind=Standing.Kind.EDITOR).values_list("person_id", flat=True)
    )
    writes = set(Blog.objects.running().filter(owner__in=ids).values_list("owner_id", flat=True))
    for term in holders:
        who = {"name": term.person.full_name, "office": term.title}
        if term.office.key in EDITING and term.person_id not in edits:
            said = _("%(name)s is %(office)s and cannot open the editors’ desk.") % who
            yield Doubt(said, f"/desk/membership/people/{term.person.handle}/roles/", _("Give the role"))
        if term.office.key in BLOGGING and term.person_id not in writes:
            yield Doubt(_("%(name)s is %(office)s and has no blog.") % who, "/desk/editorial/", _("Open a blog"))
