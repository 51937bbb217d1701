"""`/desk/sign-on/`: who else signs people in, tested before it is turned on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.accounts.actions import Refused
from collegium.accounts.fresh import with_fresh_sign_in
from collegium.audience.doors import open_to
from collegium.desk.provider_forms import FORMS
from collegium.discussion.views import see_other
from collegium.signon import actions
from collegium.signon.models import Provider
from collegium.signon.views import go_away


@open_to("administrators")
def provider_list(request: HttpRequest) -> HttpResponse:
    """`/desk/sign-on/`: the providers there are, and the kinds that can be added."""
    rows = [(row, row.links.count()) for row in Provider.objects.all()]
    kinds = [kind for kind in Provider.Kind if kind in FORMS]
    if any(row.kind == Provider.Kind.ORCID for row, _number in rows):
        kinds.remove(Provider.Kind.ORCID)
    return render(request, "desk/provider_list.html", {"rows": rows, "kinds": kinds})


@open_to("administrators")
@with_fresh_sign_in
def add_provider(request: HttpRequest, kind: str) -> HttpResponse:
    """`/desk/sign-on/new/<kind>/`"""
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_provider(kind, form.cleaned_data, request.reader.person)
            messages.success(request, _("Saved. Register this site at the other side, then test it."))
            return see_other(f"/desk/sign-on/{row.pk}/")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "kind": Provider.Kind(kind)}
    return render(request, "desk/add_provider.html", context, status=422 if form.is_bound else 200)


@open_to("administrators")
@with_fresh_sign_in
def edit_provider(request: HttpRequest, provider_id: int) -> HttpResponse:
    """`/desk/sign-on/<id>/`: what the other side needs, the test, and the form."""
    row = get_object_or_404(Provider, pk=provider_id)
    form = FORMS[row.kind](request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_provider(row, form.cleaned_data, request.reader.person)
            messages.success(request, _("Saved."))
            return see_other(f"/desk/sign-on/{row.pk}/")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "provider": row, "links": row.links.count()} | _ours(row)
    return render(request, "desk/edit_provider.html", context, status=422 if form.is_bound else 200)


def _initial(row: Provider) -> dict[str, Any]:
    return {name: getattr(row, name) for name in actions.FIELDS if name != "metadata"}


def _ours(row: Provider) -> dict[str, Any]:
    """What the other side has to know about this site."""
    from collegium.signon import oidc, saml

    if row.kind == Provider.Kind.SAML:
        name = saml.entity_id(row)
        return {
            "addresses": [
                (_("Name of this site, and its metadata"), name),
                (_("Address for answers"), saml.answer_address(row)),
            ]
        }
    return {"addresses": [(_("Redirect address"), oidc.callback_address(row))]}


@open_to("administrators")
@require_POST
def test_provider(request: HttpRequest, provider_id: int) -> HttpResponse:
    """`/desk/sign-on/<id>/test/`: sign in there and see what comes; it signs nobody in here and stores nothing."""
    return go_away(request, get_object_or_404(Provider, pk=provider_id), "test")


@open_to("administrators")
@with_fresh_sign_in
def remove_provider(request: HttpRequest, provider_id: int) -> HttpResponse:
    """`/desk/sign-on/<id>/remove/`: forget it, and who was linked to it."""
    row = get_object_or_404(Provider, pk=provider_id)
    refusal = ""
    if request.method == "POST":
        try:
            actions.remove_provider(row, request.reader.person)
            messages.success(request, _("%(name)s is removed.") % {"name": row.name})
            return see_other("/desk/sign-on/")
        except Refused as why:
            refusal = str(why)
    context = {"provider": row, "links": row.links.count(), "refusal": refusal}
    return render(request, "desk/remove_provider.html", context, status=422 if refusal else 200)
