"""Out to a provider, back from it, and the links of one's own account. The protocols: `oidc.py`, `saml.py`."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from collegium.accounts.actions import Refused
from collegium.accounts.fresh import with_fresh_sign_in
from collegium.accounts.views import safe_next
from collegium.audience.doors import open_to
from collegium.signon import linking
from collegium.signon.arriving import HERE, arrive, refused, see_other
from collegium.signon.models import Provider
from collegium.signon.refusing import NotTrusted


def go_away(request: HttpRequest, provider: Provider, purpose: str, onward: str = "") -> HttpResponse:
    """A page that leads on to the provider by itself: a form may not lead to another site (CSP `form-action`)."""
    from collegium.signon import oidc, saml

    way = saml if provider.kind == Provider.Kind.SAML else oidc
    try:
        address = way.away(request, provider, purpose, onward, {"person": request.reader.person_id})
    except NotTrusted as refusal:
        return refused(request, provider, refusal)
    return render(request, "signon/away.html", {"provider": provider, "address": address})


class _Login(LoginView):
    """allauth's sign-in, which also knows the providers."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With a button for each provider that is on."""
        return super().get_context_data(**kwargs) | {"providers": Provider.objects.on()}


_login = _Login.as_view()


@open_to("everyone")
def account_login(request: HttpRequest) -> HttpResponse:
    """`/accounts/login/`"""
    return _login(request)  # type: ignore[return-value]


@open_to("everyone")
def sign_on(request: HttpRequest, provider: str) -> HttpResponse:
    """`/accounts/with/<provider>/`: sign in with it; the page has one button, so that other sites can lead here.

    Whoever is signed in proves with it once more who they are.
    """
    row = get_object_or_404(Provider.objects.on(), slug=provider)
    if request.method == "POST":
        return go_away(request, row, "login" if request.reader.is_visitor else "again", safe_next(request))
    return render(request, "signon/sign_on.html", {"provider": row, "next": safe_next(request)})


@open_to("everyone")
@require_safe
def come_back(request: HttpRequest, provider: str) -> HttpResponse:
    """`/accounts/with/<provider>/back/`: the provider sends people here with a code."""
    from collegium.signon import oidc

    row = get_object_or_404(Provider.objects.exclude(kind=Provider.Kind.SAML), slug=provider)
    try:
        state = oidc.state_of(request, row)
        return arrive(request, oidc.answer(request, row, state), state)
    except (NotTrusted, Refused) as refusal:
        return refused(request, row, refusal)


def _saml(provider: str) -> Provider:
    return get_object_or_404(Provider, slug=provider, kind=Provider.Kind.SAML)


@csrf_exempt
@open_to("everyone")
@require_POST
def take_saml(request: HttpRequest, provider: str) -> HttpResponse:
    """`/accounts/with/<provider>/answer/`: the provider's form; the browser goes on with its own session."""
    from collegium.signon import saml

    row = _saml(provider)
    try:
        saml.hold(row, request.POST.get("SAMLResponse", ""))
    except NotTrusted as refusal:
        return refused(request, row, refusal)
    return see_other(reverse("signon:finish_saml", args=[row.slug]))


@open_to("everyone")
@require_safe
def finish_saml(request: HttpRequest, provider: str) -> HttpResponse:
    """`/accounts/with/<provider>/done/`: what was answered to this browser's request."""
    from collegium.signon import saml

    row = _saml(provider)
    try:
        state, number, answer = saml.held(request, row)
        return arrive(request, saml.answer(row, number, answer), state)
    except (NotTrusted, Refused) as refusal:
        return refused(request, row, refusal)


@open_to("everyone")
@require_safe
def saml_metadata(request: HttpRequest, provider: str) -> HttpResponse:
    """`/accounts/with/<provider>/metadata/`: what the other side has to know of this site."""
    from collegium.signon import saml

    return HttpResponse(saml.metadata(_saml(provider)), content_type="application/samlmetadata+xml; charset=utf-8")


def _waiting(request: HttpRequest) -> tuple[dict[str, Any], Provider | None]:
    waiting = linking.waiting(request.session) or {}
    return waiting, Provider.objects.on().filter(slug=waiting.get("provider", "")).first()


@open_to("everyone")
def who_are_you(request: HttpRequest) -> HttpResponse:
    """`/accounts/who/`: whoever a provider vouches for and nobody here is linked to proves which account is theirs."""
    waiting, provider = _waiting(request)
    if provider is None or not request.reader.is_visitor:
        return see_other("/accounts/login/")
    return render(request, "signon/who_are_you.html", {"provider": provider, "waiting": waiting})


@open_to("registered")
@with_fresh_sign_in
def link_provider(request: HttpRequest, provider: str) -> HttpResponse:
    """`/settings/security/with/<provider>/`: go there to link it to the own account."""
    row = get_object_or_404(Provider.objects.on(), slug=provider)
    if request.method == "POST":
        return go_away(request, row, "link")
    return render(request, "signon/link_provider.html", {"provider": row})


@open_to("registered")
@with_fresh_sign_in
def link_waiting(request: HttpRequest) -> HttpResponse:
    """`/settings/security/link/`: who came from elsewhere and proved here who they are may link the two."""
    waiting, row = _waiting(request)
    if row is None:
        messages.warning(request, _("There is nothing to link any more. Begin again with the button for it."))
        return see_other(HERE)
    refusal = ""
    if request.method == "POST":
        try:
            linking.link(request, request.reader.person, row, waiting["uid"])
            request.session.pop(linking.WAITING, None)
            messages.success(request, _("%(name)s is linked to your account.") % {"name": row.name})
            return see_other(waiting["next"] if waiting["next"] != "/" else HERE)
        except Refused as why:
            refusal = str(why)
    context: dict[str, Any] = {"provider": row, "waiting": waiting, "refusal": refusal}
    return render(request, "signon/link_waiting.html", context, status=422 if refusal else 200)


@open_to("registered")
@with_fresh_sign_in
def unlink_provider(request: HttpRequest, link_id: int) -> HttpResponse:
    """`/settings/security/links/<id>/unlink/`: refused when nothing else would let this person in."""
    link = get_object_or_404(SocialAccount, pk=link_id, user_id=request.reader.person_id)
    provider = get_object_or_404(Provider, slug=link.provider)
    refusal = ""
    if request.method == "POST":
        try:
            linking.unlink(request, request.reader.person, link, provider)
            messages.success(request, _("%(name)s no longer signs you in.") % {"name": provider.name})
            return see_other(HERE)
        except Refused as why:
            refusal = str(why)
    context = {"provider": provider, "link": link, "refusal": refusal}
    return render(request, "signon/unlink_provider.html", context, status=422 if refusal else 200)
