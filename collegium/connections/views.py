"""The own connections, requests and suggestions; asking, answering, ending; what one wants of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.connections import actions
from collegium.connections.forms import NoteForm, WishForm
from collegium.connections.models import Connection, Request, Wish
from collegium.connections.suggestions import suggested_to
from collegium.conversations.actions import block
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.people.cards import Card, cards
from collegium.people.directory import in_order
from collegium.people.views.page import is_known
from collegium.web.limits import limited
from collegium.web.paging import pages_of

SIZE, HERE = 25, "/connections/"


@open_to("registered")
def connection_list(request: HttpRequest) -> HttpResponse:
    """`/connections/`: what waits, who one is connected with, whom one may know. Nobody else ever sees any of it."""
    reader = request.reader
    own = Connection.objects.of(reader).order_by("other__family_name", "other__given_name", "pk")
    pages = pages_of(request, own.count(), SIZE)
    waiting = list(Request.objects.waiting_for(reader).order_by("-created_at", "-pk")[:SIZE])
    sent = list(Request.objects.sent_by(reader).order_by("-created_at", "-pk")[:SIZE])
    suggested = suggested_to(reader)
    shown = list(own.values_list("other", flat=True)[pages.slice])
    ids = {row.person_id for row in waiting} | {row.other_id for row in sent} | {one.person_id for one in suggested}
    known = _known(reader, [*ids, *shown])
    context = {
        "waiting": [(row, known[row.person_id]) for row in waiting if row.person_id in known],
        "sent": [(row, known[row.other_id]) for row in sent if row.other_id in known],
        "connections": [known[pk] for pk in shown if pk in known], "pages": pages,
        "suggestions": [(one.reason, known[one.person_id]) for one in suggested if one.person_id in known],
        "wish": Wish.of(reader),
    }  # fmt: skip
    return render(request, "connections/connection_list.html", context)


def _known(reader: Reader, ids: list[int]) -> dict[int, Card]:
    """Lines about these people, as far as the reader may have each field."""
    return {card.person.pk: card for card in cards(in_order(ids), reader)}


def _other(request: HttpRequest, person_id: int) -> User:
    """Somebody else of whom the reader may know."""
    other = get_object_or_404(User.objects.exclude(pk=request.reader.person_id), pk=person_id)
    if not is_known(other, request.reader):
        raise Http404
    return other


@open_to("registered")
@limited("connect")
def ask_to_connect(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask somebody, with a line if one likes; both asking connects them."""
    other = _other(request, person_id)
    form = NoteForm(request.POST if request.method == "POST" else None, author=request.reader.person)
    refusal = actions.refusal_to_ask(request.reader)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.ask(other, request.reader, form.cleaned_data["note"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("You are connected.") if done else _("Your request waits for an answer."))
            return see_other(HERE)
    context: dict[str, Any] = {"other": other, "form": form, "refusal": refusal}
    return render(request, "connections/ask_to_connect.html", context, status=422 if form.errors else 200)


@open_to("registered")
@require_POST
def answer_connection(request: HttpRequest, person_id: int) -> HttpResponse:
    """Field `do`: accept, later, block."""
    reader, do = request.reader, request.POST.get("do", "")
    asked = Request.objects.waiting_for(reader).filter(person=person_id).select_related("person").first()
    if asked is None or do not in ("accept", "later", "block"):
        raise Http404
    if do == "block":
        block(reader.person, asked.person)
        messages.success(request, _("Blocked. They are not told."))
    elif do == "later":
        actions.put_off(person_id, reader)
        messages.success(request, _("Put aside. They are not told."))
    else:
        actions.accept(person_id, reader)
        messages.success(request, _("You are connected."))
    return see_other(HERE)


@open_to("registered")
@require_POST
def end_connection(request: HttpRequest, person_id: int) -> HttpResponse:
    """End a connection or withdraw a request; what is not there any more is ended already."""
    actions.end(person_id, request.reader)
    messages.success(request, _("Ended. Nobody is told."))
    return see_other(HERE)


@open_to("members")
@require_POST
def dismiss_suggestion(request: HttpRequest, person_id: int) -> HttpResponse:
    """Suggest this person never again."""
    actions.dismiss(_other(request, person_id), request.reader)
    return see_other(f"{HERE}#suggestions")


@open_to("registered")
@require_POST
def edit_connection_wishes(request: HttpRequest) -> HttpResponse:
    """Requests and suggestions, on or off."""
    form = WishForm(request.POST)
    form.is_valid()
    actions.change_wish(request.reader, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return see_other(f"{HERE}#wishes")
