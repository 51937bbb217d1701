"""One person as staff see them: standing, roles, suspension; every look at the address and every act is logged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.accounts import actions
from collegium.accounts.factors import has_second_factor
from collegium.accounts.fresh import with_fresh_sign_in
from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.models import Standing
from collegium.audience.reader import reader_for
from collegium.desk.actions import put_up_portrait, take_down_portrait
from collegium.desk.membership_forms import ReasonForm, RoleForm
from collegium.discussion.views import see_other
from collegium.files.actions import whole
from collegium.files.kinds import Refused
from collegium.membership.actions import may_renew, renew_by_hand
from collegium.membership.dues_year import paid_after_renewal
from collegium.membership.models import Membership, RosterChange, society_today
from collegium.membership.offices import offices_of
from collegium.membership.roster.plan import field_label
from collegium.membership.states import history_of, state_of
from collegium.membership.voting import may_vote
from collegium.organizations.models import Organization
from collegium.outbox import audit
from collegium.people.forms import PortraitForm
from collegium.people.models import Profile, Specialty, Verification
from collegium.people.verification import Fact, Source, end, marks_of, record, values_of
from collegium.web.formats import full_date
from collegium.web.lines import one_line
from collegium.web.numbers import number_of
from collegium.web.texts import sent


def _person(handle: str) -> User:
    return get_object_or_404(User.objects.select_related("membership__category"), handle=handle)


def facts_of(person: User) -> list[tuple[str, int, str, str, list[Verification]]]:
    """What can be verified of somebody: fact, organization's id or 0, its name, its value, and how it is known."""
    marks, values = marks_of(person), values_of([person])[person.pk]
    names = dict(Organization.objects.filter(pk__in=[about for _fact, about in values]).values_list("pk", "name"))
    said = {Fact.SPECIALTY: Specialty.objects.filter(slug=values.get((Fact.SPECIALTY, 0), "")).first()}
    return [
        (
            fact,
            about,
            str(Fact(fact).label),
            names.get(about) or str(said.get(Fact(fact)) or value),
            marks.get((fact, about), []),
        )
        for (fact, about), value in values.items()
    ]


def _show(request: HttpRequest, person: User, form: ReasonForm | None = None) -> HttpResponse:
    by = request.reader.person
    if form is None:
        audit.log(by, "looked at a person's data", about=("person", person.pk))
    standings = list(person.standings.order_by("-since", "-pk"))
    member: Membership | None = getattr(person, "membership", None)
    renewal = paid_after_renewal(member, society_today()) if member and may_renew(member) else None
    context: dict[str, Any] = {
        "person": person,
        "member": member,
        "seen_as": reader_for(person),
        "standings": standings,
        "state": state_of(person, standings),
        "history": history_of(person, standings),
        "renewal": renewal,
        "terms": offices_of(person),
        "votes": member is not None and may_vote(member, society_today()),
        "has_factor": has_second_factor(person),
        "is_suspended": person.standings.filter(kind=Standing.Kind.SUSPENDED).at().exists(),
        "changes": RosterChange.objects.filter(person=person).select_related("run").order_by("-pk")[:20],
        "acts": audit.about("person", person.pk)[:20],
        "form": form or ReasonForm(),
        "label": field_label,
        "facts": facts_of(person),
    }
    return render(request, "desk/desk_person.html", context, status=422 if form else 200)


@open_to("administrators")
def desk_person(request: HttpRequest, handle: str) -> HttpResponse:
    """`/desk/membership/people/<handle>/`"""
    return _show(request, _person(handle))


@open_to("administrators")
@require_POST
def verify_fact(request: HttpRequest, handle: str) -> HttpResponse:
    """Staff saw that a fact is true (`on=1`), or no longer stand for it; `why` says how, for the log."""
    person, fact = _person(handle), request.POST.get("fact", "")
    about = number_of(request.POST.get("about", "0")) or 0
    by, why = request.reader.person, one_line(sent(request.POST, "why", 300))
    if fact not in Fact.values:
        raise Http404
    if request.POST.get("on") == "0":
        end(person, fact, source=Source.STAFF, about=about)
        audit.log(by, "ended a verification", about=("person", person.pk), why=why, detail={"fact": fact})
    elif not why:
        messages.warning(request, _("Say in a few words how you know: the register, the document, the call."))
    elif record(person, fact, Source.STAFF, by=by, about=about):
        audit.log(by, "verified a fact", about=("person", person.pk), why=why, detail={"fact": fact})
    return see_other(f"/desk/membership/people/{person.handle}/#facts")


@open_to("administrators")
def set_portrait(request: HttpRequest, handle: str) -> HttpResponse:
    """`/desk/membership/people/<handle>/portrait/`: a photograph, cropped as members do, or taken down (`remove`)."""
    person, by = _person(handle), request.reader.person
    form = PortraitForm(request.POST, request.FILES) if request.method == "POST" else PortraitForm()
    if request.method == "POST" and request.POST.get("remove"):
        take_down_portrait(person, by)
        return see_other(f"/desk/membership/people/{person.handle}/")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            put_up_portrait(person, by, whole(data["picture"]), face=data["face"] or "middle", part=data["part"])
            messages.success(request, _("The portrait is saved, and %(name)s is told.") % {"name": person.name})
            return see_other(f"/desk/membership/people/{person.handle}/")
        except Refused as refused:
            form.add_error("picture", str(refused))
    context = {"person": person, "form": form, "is_up": Profile.objects.filter(person=person, square_id__gt=0).exists()}
    return render(request, "desk/set_portrait.html", context, status=422 if form.errors else 200)


@open_to("administrators")
@require_POST
def suspend_person(request: HttpRequest, handle: str) -> HttpResponse:
    """Suspend, or restore with `restore=1`; a reason is needed, and told."""
    person, form = _person(handle), ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, person, form)
    deed = actions.restore if request.POST.get("restore") == "1" else actions.suspend
    try:
        deed(person, request.reader.person, form.cleaned_data["why"])
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, person, form)
    return see_other(f"/desk/membership/people/{person.handle}/")


@open_to("administrators")
@with_fresh_sign_in
def change_role(request: HttpRequest, handle: str) -> HttpResponse:
    """Give or take a role; asks for the password again after five minutes."""
    person = _person(handle)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        deed = actions.give_role if data["deed"] == "give" else actions.take_role
        try:
            deed(person, data["role"], request.reader.person, data["why"])
            messages.success(request, _("Done, and told to %(name)s.") % {"name": person.name})
            return see_other(f"/desk/membership/people/{person.handle}/")
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    context = {"person": person, "form": form, "seen_as": reader_for(person)}
    return render(request, "desk/change_role.html", context, status=422 if form.is_bound else 200)


@open_to("administrators")
@require_POST
def renew_membership(request: HttpRequest, handle: str) -> HttpResponse:
    """The dues of somebody whom no roster knows are paid for another year."""
    person = _person(handle)
    member = get_object_or_404(Membership.objects.select_related("category", "person"), person=person)
    try:
        paid = renew_by_hand(member, request.reader.person)
        messages.success(request, _("Paid until %(day)s.") % {"day": full_date(paid)})
    except actions.Refused as refused:
        messages.warning(request, str(refused))
    return see_other(f"/desk/membership/people/{person.handle}/")
