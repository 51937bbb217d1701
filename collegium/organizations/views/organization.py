"""`/organizations/<organization>/`: its page, for everyone; who works there, for members."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.discussion.models import Piece
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.forms import WorkForm
from collegium.organizations.lists import former_of, members_of
from collegium.organizations.models import Affiliation, Organization
from collegium.organizations.network import HEIGHT, WIDTH, neighbors
from collegium.organizations.places import far, nearby, unit_of
from collegium.organizations.rights import manages, may_change
from collegium.people.cards import cards
from collegium.people.follows import is_following

SHOWN = 24  # people; the directory of members has the rest


def _people(organization: Organization, reader: Reader) -> dict[str, Any]:
    """The count for everybody, the people for members, the same set."""
    shown = members_of(organization)
    if not reader.is_member:
        return {"members_here": shown.count(), "people": [], "former": [], "writes": []}
    rows = list(shown[:SHOWN])
    titles = {row.person_id: row.title for row in rows}
    people = [(card, titles[card.person.pk]) for card in cards([row.person for row in rows], reader)]
    written = Piece.objects.readable_by(reader).filter(author__in=shown.order_by().values("person"))
    number = len(rows) if len(rows) < SHOWN else shown.count()
    return {
        "members_here": number, "people": people, "former": former_of(organization),
        "writes": list(written.newest_first()[:5]),
    }  # fmt: skip


def context_of(organization: Organization, reader: Reader, work: WorkForm) -> dict[str, Any]:
    """Everything the page shows this reader."""
    own = Affiliation.objects.current().filter(organization=organization, person_id=reader.person_id)
    return {
        "organization": organization,
        "notices": list(organization.notices.newest_first()[:5]),
        "nodes": neighbors(organization),
        "unit": unit_of(organization),
        "nearby": [(row, far(km, unit_of(organization))) for row, km in nearby(organization)],
        "size": {"width": WIDTH, "height": HEIGHT},
        "is_followed": is_following(reader, "organization", organization.pk),
        "may_change": may_change(reader, organization),
        "is_manager": manages(reader, organization),
        "affiliation": own.first() if reader.person_id else None,
        "work": work,
        **_people(organization, reader),
    }


@open_to("everyone")
def organization_detail(request: HttpRequest, organization: str) -> HttpResponse:
    """The page; a merged one leads to the one that stays."""
    page = get_object_or_404(
        Organization.objects.select_related("parent", "merged_into", "story_author"), slug=organization
    )
    if page.state_of_page == Organization.State.WITHDRAWN:
        raise Http404
    if page.merged_into:
        return HttpResponsePermanentRedirect(page.merged_into.get_absolute_url())
    context = context_of(page, request.reader, WorkForm())
    return render(request, "organizations/organization_detail.html", context)


@open_to("members")
@require_POST
def work_here(request: HttpRequest, organization: str) -> HttpResponse:
    """ "I work here" (`on=1`, with title, day and consent), no longer (`on=0`), or still (`on=2`: I disagree)."""
    page = get_object_or_404(Organization.objects.listed(), slug=organization)
    form = WorkForm(request.POST)
    if request.POST.get("on") == "0":
        actions.leave(request.reader.person, page, listed=request.POST.get("consented") == "1")
    elif request.POST.get("on") == "2":
        actions.disagree(request.reader.person, page)
    elif form.is_valid():
        data = form.cleaned_data
        actions.work_at(request.reader.person, page, **data)
    else:
        context = context_of(page, request.reader, form)
        return render(request, "organizations/organization_detail.html", context, status=422)
    return see_other(page.get_absolute_url())
