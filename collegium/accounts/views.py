"""Join, a member's first sign-in, settings and security. Signing in itself is django-allauth's, under `/accounts/`."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import list_usersessions
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.accounts import activity
from collegium.accounts import first as first_sign_in
from collegium.accounts.devices import device
from collegium.accounts.factors import has_second_factor, must_have_second_factor
from collegium.accounts.forms import ChooseForm, CodeForm, FindForm, SettingsForm
from collegium.accounts.fresh import to_page
from collegium.accounts.models import Activity, User
from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.idp.actions import end_all_tokens
from collegium.idp.models import Consent
from collegium.membership.finding import person_for_first_sign_in
from collegium.signon.linking import linked_and_linkable

ACTIVITY = 20  # lines a person sees of their own


def safe_next(request: HttpRequest) -> str:
    """The `next` of the address or form when it stays on this site, else ""."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else ""


@open_to("everyone")
def join(request: HttpRequest) -> HttpResponse:
    """`/join/`: what members and guests have; the form registers at allauth's address."""
    if not request.reader.is_visitor:
        return render(request, "accounts/joined.html", {})
    return render(request, "account/signup.html", {"form": SignupForm(), "next": safe_next(request)})


@open_to("everyone")
def first(request: HttpRequest) -> HttpResponse:
    """`/accounts/first/`: who are you? The answer never says whether anybody was found."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["who"].strip()
        if not ratelimit.consume(request, action="first_sign_in", key=who.casefold()):
            form.add_error(None, _("Too many requests. Wait a minute, then try again."))
        else:
            first_sign_in.start(request.session, _within_limit(request, person_for_first_sign_in(who)))
            return _to_step("first_code", request)
    context = {"form": form, "next": safe_next(request)}
    return render(request, "accounts/first.html", context, status=422 if form.is_bound else 200)


def _to_step(name: str, request: HttpRequest) -> HttpResponse:
    """303 to another step of a first sign-in; the page that was asked for goes along."""
    onward = safe_next(request)
    return to_page(name, onward) if onward else see_other(reverse(name))


def _within_limit(request: HttpRequest, person: User | None) -> User | None:
    """Nobody when this person had too many codes already, asked for by number and address in any spelling."""
    if person and not ratelimit.consume(request, action="first_sign_in_person", key=f"person:{person.pk}"):
        return None
    return person


@open_to("everyone")
def first_code(request: HttpRequest) -> HttpResponse:
    """`/accounts/first/code/`: the code from the mail."""
    if first_sign_in.state(request.session) is None:
        return _to_step("first", request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if first_sign_in.prove(request.session, form.cleaned_data["code"]):
            request.session.cycle_key()
            return _to_step("first_choose", request)
        if person := first_sign_in.whose(request.session):  # nobody's are noted before (`steps.py`)
            activity.note(request, Activity.What.REFUSED, person, Activity.Way.CODE)
        form.add_error(
            "code", _("This is not the code, or its three tries or ten minutes are over. Ask for a new one.")
        )
    context = {"form": form, "next": safe_next(request)}
    return render(request, "accounts/first_code.html", context, status=422 if form.is_bound else 200)


@open_to("everyone")
def first_choose(request: HttpRequest) -> HttpResponse:
    """`/accounts/first/choose/`: username and password, then signed in and reading."""
    person = first_sign_in.proven_person(request.session)
    if person is None:
        return _to_step("first", request)
    form = ChooseForm(request.POST or None, person=person, initial={"username": person.username})
    if request.method == "POST" and form.is_valid():
        first_sign_in.choose(person, form.cleaned_data["username"], form.cleaned_data["password"])
        request.session.pop(first_sign_in.KEY, None)
        activity.note(request, Activity.What.PASSWORD, person)
        record_authentication(request, person, method="password", username=person.username)
        return perform_login(request, Login(user=person, redirect_url=safe_next(request) or "/"))
    context = {"form": form, "person": person, "next": safe_next(request)}
    return render(request, "accounts/first_choose.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
def settings_index(request: HttpRequest) -> HttpResponse:
    """`/settings/`: language and time zone, and the way to all other settings."""
    person: User = request.reader.person
    form = SettingsForm(request.POST or None, initial={"language": person.language, "time_zone": person.time_zone})
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=person.pk).update(**form.cleaned_data)
        messages.success(request, _("Your settings are saved."))
        return see_other("/settings/")
    context = {"form": form, "person": person}
    return render(request, "accounts/settings_index.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
def security(request: HttpRequest) -> HttpResponse:
    """`/settings/security/`: how this person signs in, and where they are signed in."""
    person: User = request.reader.person
    context: dict[str, Any] = {
        "person": person,
        "addresses": EmailAddress.objects.filter(user=person).order_by("-primary", "email"),
        "factors": _factors(person),
        "elsewhere": linked_and_linkable(person),
        "sites": list(Consent.objects.running().of(person.pk)),
        "sessions": _sessions(request, person),
        "activity": person.activity.newest_first()[:ACTIVITY],
        "lacks": must_have_second_factor(person) and not has_second_factor(person),
        "next": safe_next(request),
    }
    return render(request, "accounts/security.html", context)


@open_to("registered")
def usersessions_list(request: HttpRequest) -> HttpResponse:
    """`/accounts/sessions/`: its form ends all other sessions, and tokens of other sites; shown under security."""
    if request.method != "POST":
        return redirect("security")
    end_all_tokens(request.reader.person)
    return list_usersessions(request)


def _factors(person: User) -> dict[str, Any]:
    rows = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "app": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
    }


def _sessions(request: HttpRequest, person: User) -> list[dict[str, Any]]:
    present = request.session.session_key
    rows = UserSession.objects.filter(user=person).order_by("-last_seen_at")[:50]
    return [{"row": row, "is_present": row.session_key == present, "where": device(row.user_agent)} for row in rows]


@open_to("registered")
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of the own sessions."""
    session = get_object_or_404(UserSession, pk=session_id, user_id=request.reader.person_id)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    session.end()
    messages.success(request, _("That session has ended."))
    return see_other("/settings/security/")
