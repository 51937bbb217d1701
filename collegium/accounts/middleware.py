"""What stands before the desk and the records, and before each step of a sign-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from collegium.accounts import activity, steps
from collegium.accounts.factors import FactorAdapter, has_second_factor
from collegium.accounts.fresh import to_page
from collegium.accounts.models import Activity
from collegium.audience.doors import DOORS, HIDDEN_DOORS
from collegium.audience.reader import reader_for
from collegium.web.unsent import page_before

Next = Callable[[HttpRequest], HttpResponse]


def _may_remove(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """allauth asks the adapter before it removes an authenticator app, but not before it removes a passkey."""
    factor = Authenticator.objects.filter(user_id=request.user.pk, pk=kwargs.get("pk")).first()
    return factor is None or FactorAdapter().can_delete_authenticator(factor)


def _note_refusal(request: HttpRequest, view: Any) -> None:
    """A door for roles that stays shut to somebody who is signed in leaves a line (ASVS 16.3.2)."""
    reader = request.reader  # type: ignore[attr-defined]
    door = getattr(view, "door", "")
    if door in HIDDEN_DOORS and not reader.is_visitor and not DOORS[door](reader):
        activity.note(request, Activity.What.STAFF_PAGE, reader.person)


def _way_back(request: HttpRequest) -> str:
    """The page from whose bar a visitor went to sign in or to join, to come back to it; "" at any other time.

    The browser says which it was: pages need no address of their own in their bar, which is the same on all of them.
    """
    name = request.resolver_match.url_name if request.resolver_match else ""
    is_bare = request.method == "GET" and not request.GET
    if name not in ("account_login", "join") or not is_bare or not request.reader.is_visitor:  # type: ignore[attr-defined]
        return ""
    page = page_before(request)
    is_door = page == "/" or page.startswith(("/accounts/", "/join/"))
    return page if not is_door and url_has_allowed_host_and_scheme(page, {request.get_host()}) else ""


class SecondFactorForStaff:
    """A role rests until its holder has a second factor: elsewhere they are a member or staff like others.

    `/desk/` and `/admin/` lead them to its set-up; `/admin/` opens to administrators only.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead to the set-up, or refuse; what the role may do beyond is the view's own door."""
        match = request.resolver_match
        if match and match.url_name and match.url_name in steps.NAMES:
            return steps.before(request)
        if match and match.url_name and (page := _way_back(request)):
            return to_page(match.url_name, page)
        if view is remove_webauthn and request.method == "POST" and not _may_remove(request, kwargs):
            messages.warning(
                request, _("Your role or your short password needs this. Add another second factor first.")
            )
            return to_page("security", "/")
        reader = request.reader  # type: ignore[attr-defined]
        is_admin = request.path.startswith("/admin/")
        if not (is_admin or request.path.startswith("/desk/")):
            if reader.roles and not has_second_factor(reader.person):
                request.reader = replace(reader_for(reader.person), roles=frozenset())  # type: ignore[attr-defined]
            _note_refusal(request, view)
            return None
        if is_admin and not reader.is_administrator:
            if reader.is_visitor:
                return render(request, "audience/door.html", {"next": request.get_full_path()}, status=403)
            activity.note(request, Activity.What.STAFF_PAGE, reader.person)
            raise Http404
        if reader.roles and not has_second_factor(reader.person):
            messages.warning(
                request, _("Your role needs a second factor. Set up a passkey or an authenticator app first.")
            )
            return to_page("security", request.get_full_path())
        if is_admin:
            # The role is the only truth: Django's own flags are set for this request, never stored.
            request.user.is_staff = request.user.is_superuser = True
        _note_refusal(request, view)
        return None
