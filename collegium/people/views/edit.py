"""`/settings/profile/`: the own profile in sections that are saved one by one, and the portrait."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.audience.reader import PAUSED
from collegium.discussion.views import see_other
from collegium.files.actions import whole
from collegium.files.kinds import Refused
from collegium.people import actions
from collegium.people.forms import PortraitForm
from collegium.people.models import Profile
from collegium.people.views.sections import SECTIONS, offered, save, titles
from collegium.web.turns import one_after_another


def _page(request: HttpRequest, portrait: PortraitForm) -> HttpResponse:
    person = request.reader.person
    profile = Profile.objects.select_related("specialty").filter(person=person).first() or Profile(person=person)
    rows = [
        (key, title, [line for line in SECTIONS[key].says(person, profile) if line]) for key, title in titles().items()
    ]
    context = {"sections": rows, "portrait_form": portrait, "profile": profile}
    return render(request, "people/edit_profile.html", context, status=422 if portrait.errors else 200)


@open_to("registered")
def edit_profile(request: HttpRequest) -> HttpResponse:
    """What the profile says, section by section, each with its way to change it."""
    return _page(request, PortraitForm())


@open_to("registered")
@one_after_another("profile", own=True)
def edit_section(request: HttpRequest, section: str) -> HttpResponse:
    """Change one section; the others stay as they are, whatever is wrong here."""
    if section not in SECTIONS:
        raise Http404
    person, part = request.reader.person, SECTIONS[section]
    form = part.opened(person, request.POST if request.method == "POST" else None)
    if form.is_bound and section == "about" and request.reader.is_paused:
        form.add_error(None, str(PAUSED))
    if request.method == "POST" and form.is_valid():
        save(section, person, form)
        messages.success(request, _("“%(section)s” is saved.") % {"section": part.title})
        return see_other("/settings/profile/")
    context = {"form": form, "part": part, "offered": offered(section)}
    return render(request, "people/edit_section.html", context, status=422 if form.errors else 200)


@open_to("registered")
@require_POST
def edit_portrait(request: HttpRequest) -> HttpResponse:
    """Put up another photograph, or take it down (`remove`)."""
    person = request.reader.person
    if request.POST.get("remove"):
        actions.take_down_portrait(person)
        return see_other("/settings/profile/")
    form = PortraitForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        face = data["face"] or "middle"
        try:
            actions.put_up_portrait(person, whole(data["picture"]), owner=person, face=face, part=data["part"])
            messages.success(request, _("Your portrait is saved."))
        except Refused as refused:
            form.add_error("picture", str(refused))
    return _page(request, form) if form.errors else see_other("/settings/profile/")
