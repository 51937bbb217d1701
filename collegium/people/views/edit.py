"""`/settings/profile/`: the own profile, who has each field, and the portrait."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.discussion.meeting import Meeting
from collegium.discussion.views import see_other
from collegium.files.actions import LARGEST, refuse_size
from collegium.files.kinds import Refused
from collegium.people import actions
from collegium.people.forms import PortraitForm, ProfileForm
from collegium.people.models import Profile
from collegium.privacy.forms import Asking
from collegium.web.turns import one_after_another


class AskedProfileForm(Meeting, Asking, ProfileForm):
    """The profile, looked at for what could identify a patient."""

    asked_fields = ("headline", "about", "ask_me_about", "disclosures")


def _page(request: HttpRequest, form: ProfileForm, portrait: PortraitForm) -> HttpResponse:
    status = 422 if form.errors or portrait.errors else 200
    context = {"form": form, "portrait_form": portrait, "profile": form.instance}
    return render(request, "people/edit_profile.html", context, status=status)


def _form(person: User, data: Any = None) -> ProfileForm:
    profile = Profile.objects.filter(person=person).first() or Profile(person=person)
    initial = {
        "credentials": person.credentials,
        "disclosures": "\n".join(person.disclosures.values_list("text", flat=True)),
        "in_directory": profile.unlisted_at is None,
    }
    return AskedProfileForm(data, instance=profile, initial=initial, author=person)


@open_to("registered")
@one_after_another("profile", own=True)
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Change fields, privacy, disclosures and the place in the directory."""
    person = request.reader.person
    form = _form(person, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, PortraitForm())
    data = form.cleaned_data
    actions.change_profile(person, form.values, credentials=data["credentials"])
    if data["disclosures"] or person.disclosures.exists():
        actions.disclose(person, data["disclosures"])
    actions.leave_directory(person, on=not data["in_directory"])
    return see_other(f"/members/{person.handle}/")


@open_to("registered")
@require_POST
def edit_portrait(request: HttpRequest) -> HttpResponse:
    """Put up another photograph, or take it down (`remove`)."""
    person, form = request.reader.person, PortraitForm(request.POST, request.FILES)
    picture = request.FILES.get("picture")
    try:
        if picture is not None and form.is_valid():
            face = form.cleaned_data["face"] or "middle"
            actions.put_up_portrait(person, _whole(picture), owner=person, face=face)
        elif request.POST.get("remove"):
            actions.take_down_portrait(person)
        elif picture is None:
            form.add_error("picture", _("No file was chosen. Choose a photograph, then send it."))
    except Refused as refused:
        form.add_error("picture", str(refused))
    return _page(request, _form(person), form) if form.errors else see_other("/settings/profile/")


def _whole(upload: UploadedFile) -> bytes:
    """The bytes of an upload, refused before it is read when it is too large."""
    if (upload.size or 0) > LARGEST:
        refuse_size()
    return upload.read()
