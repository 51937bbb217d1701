"""`/desk/sites/`: the society's other sites that sign people in with Collegium; what each asked, and what it got."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.accounts.fresh import with_fresh_sign_in
from collegium.audience.doors import open_to
from collegium.desk.site_forms import SiteForm, initial
from collegium.discussion.views import see_other
from collegium.idp import actions, describing, keys, notes, trying
from collegium.idp.models import SigningKey, Site

LINES = 50


class SigningKeyForm(forms.Form):
    """How fast the old key ends."""

    at_once = forms.BooleanField(
        label=_lazy("Others may know the old key: stop using it at once"), required=False,
        help_text=_lazy("Who is signing in to a site at this moment has to begin again."),
    )  # fmt: skip


class SiteAddressForm(forms.Form):
    """What a site's browser was led to."""

    address = forms.CharField(label=_lazy("Address"), max_length=6000, widget=forms.Textarea(attrs={"rows": 4}))


def _site(site_id: int) -> Site:
    return get_object_or_404(Site.objects.select_related("client", "made_by"), pk=site_id)


@open_to("administrators")
def site_list(request: HttpRequest) -> HttpResponse:
    """`/desk/sites/`: the sites there are, and the key that signs for them."""
    running = Count("consents", filter=Q(consents__ended_at=None))
    rows = Site.objects.select_related("client").annotate(people=running).order_by("client__name", "pk")
    context = {"rows": rows, "signing_key": SigningKey.objects.first()}
    return render(request, "desk/site_list.html", context)


@open_to("administrators")
@with_fresh_sign_in
def add_site(request: HttpRequest) -> HttpResponse:
    """`/desk/sites/new/`: the secret is shown once, on the answer."""
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site, secret = actions.register_site(form.cleaned_data, request.reader.person)
        return _shown(request, site, secret)
    return render(request, "desk/add_site.html", {"form": form}, status=422 if form.is_bound else 200)


def _shown(request: HttpRequest, site: Site, secret: str) -> HttpResponse:
    context = {"site": site, "secret": secret, "needs": _needs()}
    answer = render(request, "desk/site_secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _needs() -> list[tuple[str, str]]:
    """What the other side has to be told, with the names that its handbook uses."""
    names = (
        _("Issuer, provider address"), _("Discovery document"), _("Authorization endpoint"), _("Token endpoint"),
        _("Userinfo endpoint"), _("Keys (JWKS)"),
    )  # fmt: skip
    return list(zip(names, describing.addresses(), strict=True))


@open_to("administrators")
@with_fresh_sign_in
def edit_site(request: HttpRequest, site_id: int) -> HttpResponse:
    """`/desk/sites/<id>/`: what the other side needs, how its last sign-ins went, and the form."""
    site = _site(site_id)
    form = SiteForm(request.POST or None, initial=initial(site))
    if request.method == "POST" and form.is_valid():
        actions.change_site(site, form.cleaned_data, request.reader.person)
        messages.success(request, _("Saved."))
        return see_other(reverse("desk:edit_site", args=[site.pk]))
    context: dict[str, Any] = {"form": form, "site": site, "needs": _needs(), "steps": trying.steps(site)}
    context |= {"lines": _lines(site), "people": site.consents.running().count()}
    return render(request, "desk/edit_site.html", context, status=422 if form.is_bound else 200)


def _lines(site: Site) -> list[tuple[Any, str]]:
    return [(line, notes.sentence(line)) for line in site.lines.select_related("person")[:LINES]]


@open_to("administrators")
@with_fresh_sign_in
def test_site(request: HttpRequest, site_id: int) -> HttpResponse:
    """`/desk/sites/<id>/test/`: what would be sent of oneself; an address that the site made, read in words."""
    site = _site(site_id)
    form, found = SiteAddressForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        found = trying.read(site, form.cleaned_data["address"])
    sent = trying.would_send(site, request.reader.person)
    context = {"site": site, "form": form, "found": found, "sent": sent, "steps": trying.steps(site)}
    return render(request, "desk/test_site.html", context, status=422 if form.is_bound and form.errors else 200)


@open_to("administrators")
@with_fresh_sign_in
def renew_site_secret(request: HttpRequest, site_id: int) -> HttpResponse:
    """`/desk/sites/<id>/secret/`: a new one, shown once."""
    site = _site(site_id)
    if request.method == "POST":
        return _shown(request, site, actions.renew_secret(site, request.reader.person))
    return render(request, "desk/renew_site_secret.html", {"site": site})


@open_to("administrators")
@with_fresh_sign_in
def suspend_site(request: HttpRequest, site_id: int) -> HttpResponse:
    """`/desk/sites/<id>/suspend/`: it signs nobody in, or again."""
    site = _site(site_id)
    if request.method == "POST":
        deed = actions.restore_site if site.suspended_at else actions.suspend_site
        deed(site, request.reader.person)
        words = _("%(name)s signs people in again.") if site.suspended_at else _("%(name)s signs nobody in any more.")
        messages.success(request, words % {"name": site.name})
        return see_other(reverse("desk:edit_site", args=[site.pk]))
    return render(request, "desk/suspend_site.html", {"site": site})


@open_to("administrators")
@with_fresh_sign_in
def remove_site(request: HttpRequest, site_id: int) -> HttpResponse:
    """`/desk/sites/<id>/remove/`: forget it, and by which names it knew people."""
    site = _site(site_id)
    if request.method == "POST":
        name = site.name
        actions.remove_site(site, request.reader.person)
        messages.success(request, _("%(name)s is removed.") % {"name": name})
        return see_other("/desk/sites/")
    return render(request, "desk/remove_site.html", {"site": site, "people": site.consents.running().count()})


@open_to("administrators")
@with_fresh_sign_in
def renew_signing_key(request: HttpRequest) -> HttpResponse:
    """`/desk/sites/key/`: another key signs for the sites."""
    form = SigningKeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        keys.renew(request.reader.person, at_once=form.cleaned_data["at_once"])
        messages.success(request, _("A new key is made. The sites learn of it by themselves."))
        return see_other("/desk/sites/")
    return render(request, "desk/renew_signing_key.html", {"form": form})
