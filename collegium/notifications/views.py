"""The list, what goes by mail, and the link in each mail that ends its kind."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.notifications import actions
from collegium.notifications.forms import WishesForm
from collegium.notifications.fresh import fresh
from collegium.notifications.letters import read_stop
from collegium.notifications.lists import folded, line_of, lines_of
from collegium.notifications.models import Notification, Wishes
from collegium.web.chrome import chrome
from collegium.web.paging import pages_of
from collegium.web.texts import sent

SIZE = 25


@open_to("registered")
def notification_list(request: HttpRequest) -> HttpResponse:
    """`/notifications/`: what happened, newest first; opening the list marks nothing."""
    rows = folded(request.reader)
    pages = pages_of(request, rows.count(), SIZE)
    context = {"lines": lines_of(list(rows[pages.slice])), "pages": pages}
    return render(request, "notifications/notification_list.html", context)


@open_to("registered")
def live_counts(request: HttpRequest) -> JsonResponse:
    """`/live/counts/`: the numbers in the bar now, as JSON; what `/live/` streams when they move.

    With `?piece=` or `?conversation=` and `after=` also what came there since (`here`).
    """
    return JsonResponse(chrome(request)["counts"] | fresh(request.reader, request.GET))


@open_to("registered")
@require_POST
def mark_seen(request: HttpRequest) -> HttpResponse:
    """Mark all, or the line named by `fold`."""
    actions.mark_seen(request.reader, sent(request.POST, "fold", 60))
    return see_other("/notifications/")


@open_to("registered")
@require_POST
def open_line(request: HttpRequest) -> HttpResponse:
    """Mark the line named by `fold` and go where it leads, where no page there marks it."""
    line = line_of(request.reader, sent(request.POST, "fold", 60))
    if line is None:
        return see_other("/notifications/")
    actions.mark_seen(request.reader, line.fold)
    return see_other(line.address)


@open_to("registered")
def edit_wishes(request: HttpRequest) -> HttpResponse:
    """`/settings/mail/`"""
    form = WishesForm(request.POST or None, instance=Wishes.of(request.reader.person_id))
    if request.method == "POST" and form.is_valid():
        wishes = actions.change_wishes(request.reader.person, **form.wishes)
        return remember_keys(see_other("/settings/mail/?saved=1"), wishes)
    context = {"form": form, "kinds": Wishes.KINDS, "whens": Wishes.When.choices}
    return render(request, "notifications/edit_wishes.html", context, status=422 if form.errors else 200)


def remember_keys(response: HttpResponse, wishes: Wishes) -> Any:
    """Tell the browser whether single keys act (behaviours/keys.js): a page needs no query for it."""
    if wishes.no_keys:
        response.set_cookie(
            "keys", "off", max_age=400 * 24 * 3600, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    else:
        response.delete_cookie("keys", samesite="Lax")
    return response


@csrf_exempt
@open_to("everyone")
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """`/mail/stop/<token>/`: GET asks once; POST ends this kind of mail.

    Mail programs post without a cookie (RFC 8058): the signed token alone says for whom and what.
    """
    try:
        person_id, kind = read_stop(token)
    except BadSignature:
        return render(request, "notifications/stop_mail.html", {"state": "unknown", "label": ""}, status=404)
    person = User.objects.filter(pk=person_id).first()
    if person is not None and request.method == "POST":
        values: dict[str, Any] = {"brief": Wishes.Rhythm.NEVER, "yearly": False, "bookmark": Wishes.When.NEVER}
        value = values.get(kind, Wishes.When.BRIEF)
        actions.change_wishes(person, **{kind: value})
    labels = {"brief": _("the brief"), "message": _("mail about messages"), "mention": _("mail when you are named"),
              "answer": _("mail when you are answered"), "asked": _("mail with a question for you"),
              "yearly": _("mail once a year"), "bookmark": _("mail about your bookmarks"),
              "connect": _("mail about requests to connect")}  # fmt: skip
    state = "done" if request.method == "POST" else "ask"
    context = {"state": state, "label": labels.get(kind, Notification.Kind(kind).label if kind != "brief" else "")}
    return render(request, "notifications/stop_mail.html", context)
