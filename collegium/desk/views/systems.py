"""Other systems that say who is a member, on the desk: keys to push with, the system that is asked."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collegium.accounts.fresh import with_fresh_sign_in
from collegium.audience.doors import open_to
from collegium.desk.systems_forms import KeyForm, SourceForm
from collegium.discussion.views import see_other
from collegium.membership import pulling, pushing
from collegium.membership.models import PushKey, RosterRun, RosterSource, WaitingRecord
from collegium.web.texts import sent

PAGE = "/desk/membership/systems/"
SHOWN = "push_secret"  # in the session until the page is shown once


def _show(request: HttpRequest, key: forms.Form | None = None, source: forms.ModelForm | None = None) -> HttpResponse:
    row = RosterSource.current()
    waiting = WaitingRecord.objects.all()
    context = {
        "keys": PushKey.objects.all(), "key_form": key or KeyForm(), "source": row,
        "source_form": source or SourceForm(instance=row), "secret": request.session.pop(SHOWN, None),
        "waiting": waiting.count(), "stuck": waiting.filter(tries__gte=pulling.TRIES)[:50],
        "records": RosterRun.objects.filter(kind=RosterRun.Kind.RECORD).order_by("-pk")[:10],
    }  # fmt: skip
    response = render(request, "desk/systems.html", context, status=422 if key or source else 200)
    response["Cache-Control"] = "no-store"
    return response


@open_to("administrators")
def systems(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/systems/`: who may push, who is asked, and how it goes."""
    return _show(request)


@open_to("administrators")
@require_POST
@with_fresh_sign_in
def add_push_key(request: HttpRequest) -> HttpResponse:
    """A key for a system; its secret is shown once."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _show(request, key=form)
    row, secret = pushing.make_key(form.cleaned_data["name"], request.reader.person)
    request.session[SHOWN] = [row.name, row.key, secret]
    return see_other(PAGE)


@open_to("administrators")
@require_POST
@with_fresh_sign_in
def change_push_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Another secret for a key, or its end."""
    row = get_object_or_404(PushKey, pk=key_id, ended_at=None)
    if request.POST.get("to") == "end":
        pushing.end_key(row, request.reader.person)
        messages.success(request, _("Nothing signed with this key counts any more."))
    else:
        request.session[SHOWN] = [row.name, row.key, pushing.rotate_key(row, request.reader.person)]
    return see_other(PAGE)


@open_to("administrators")
@require_POST
@with_fresh_sign_in
def change_source(request: HttpRequest) -> HttpResponse:
    """Which system is asked what changed, and how often."""
    form = SourceForm(request.POST, instance=RosterSource.current())
    if not form.is_valid():
        return _show(request, source=form)
    pulling.change_source(form.instance, form.cleaned_data["new_token"], request.reader.person)
    messages.success(request, _("Saved."))
    return see_other(PAGE)


@open_to("administrators")
@require_POST
def ask_source(request: HttpRequest) -> HttpResponse:
    """Ask at once, try what got stuck anew, or leave one record out."""
    by = request.reader.person
    if number := sent(request.POST, "leave_out", 40):
        pulling.leave_out(number, by)
        messages.success(request, _("Left out. Nothing waits for it any more."))
    else:
        waits = pulling.try_again(by)
        words = ngettext("%(n)d record is tried anew.", "%(n)d records are tried anew.", waits) % {"n": waits}
        messages.success(request, words if waits else _("The system is asked within a minute."))
    return see_other(PAGE)
