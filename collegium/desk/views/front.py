"""The desk's front page: the sections this reader's roles open, in words of tasks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.audience.doors import DOORS, open_to
from collegium.audience.reader import Reader
from collegium.desk.doubts import doubts
from collegium.desk.waiting import shelves_for
from collegium.groups.models import Group
from collegium.organizations.models import Claim, Proposal
from collegium.outbox.jobs import parked
from collegium.outbox.models import Mail

Entry = tuple[str, str, str, str]


def _sections() -> list[tuple[str, Entry]]:
    """Door, then address, symbol, title and what is done there."""
    return [
        ("moderators", ("/desk/reports/", "shield", _("Reports"), _("Decide what members reported, with a reason."))),
        ("editors", ("/desk/editorial/", "book-open", _("Editorial"), _("Issues, articles, departments, blogs."))),
        ("editors", ("/desk/references/", "list-ordered", _("References"), _("Works that are cited: enter, mend."))),
        ("administrators", ("/desk/membership/", "users", _("Membership"), _("Roster, people, roles, offices."))),
        ("administrators", ("/desk/disclosures/", "file-text", _("Disclosures"), _("For the education office."))),
        ("administrators", ("/desk/members/", "download", _("Members as a table"), _("The directory as CSV or XLSX."))),
        ("administrators", ("/desk/organizations/", "building-2", _("Organizations"), _("Claims and their evidence."))),
        ("administrators", ("/desk/groups/", "messages-square", _("Groups"), _("Proposed, or without an owner."))),
        ("administrators", ("/desk/forums/", "list", _("Starting a topic"), _("What each forum asks for."))),
        ("staff", ("/desk/questions/", "lightbulb", _("Questions"), _("What waits for an answer, and how long."))),
        ("staff", ("/desk/open/", "globe", _("Open to guests"), _("Everything that guests may read or write in."))),
        ("moderators", ("/desk/log/", "clipboard-list", _("Log of staff acts"), _("Who did what, why and when."))),
        ("administrators", ("/desk/sign-ins/", "key-round", _("Sign-ins"), _("Refused ones, and changed passwords."))),
        ("administrators", ("/desk/sign-on/", "link", _("Single sign-on"), _("Who else signs people in."))),
        ("administrators", ("/desk/sites/", "key-round", _("Other sites"), _("They sign people in with Collegium."))),
        ("administrators", ("/desk/scim/", "users", "SCIM", _("Systems that make and end accounts by themselves."))),
        ("administrators", ("/desk/parked/", "mail", _("Stuck mail and jobs"), _("What failed, and why."))),
        ("administrators", ("/desk/settings/", "sliders-horizontal", _("Settings"), _("The society, who reads what."))),
        ("administrators", ("/admin/", "list", _("Records"), _("Forums, subjects, offices."))),
    ]  # fmt: skip


def sections_for(reader: Reader) -> list[Entry]:
    """The sections whose door opens to this reader."""
    return [entry for door, entry in _sections() if DOORS[door](reader)]


def waiting_for(reader: Reader) -> dict[str, int]:
    """Address -> how many things wait there; the reports' number stands in every page's bar already."""
    if not reader.is_administrator:
        return {}
    return {
        "/desk/organizations/": Claim.objects.waiting_for_staff().count()
        + Claim.objects.failed().count()
        + Proposal.objects.waiting().count(),
        "/desk/groups/": Group.objects.waiting().count() + Group.objects.without_owner().count(),
        "/desk/parked/": parked().count() + Mail.objects.parked().count(),
    }


@open_to("staff")
def desk_front(request: HttpRequest) -> HttpResponse:
    """Lead staff to their tasks."""
    reader = request.reader
    context = {
        "sections": sections_for(reader),
        "waiting": waiting_for(reader),
        "doubts": doubts() if reader.is_administrator else [],
        "shelves": shelves_for(reader),
    }
    return render(request, "desk/desk_front.html", context)
