"""`/messages/`: the list, and a new conversation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.conversations import actions, inbox
from collegium.conversations.forms import BeginForm
from collegium.conversations.models import Conversation, Participant
from collegium.discussion.views import see_other
from collegium.web.limits import limited
from collegium.web.paging import pages_of

VIEWS = {"inbox": "accepted", "requests": "request", "ignored": "ignored"}


def list_of(request: HttpRequest, state: str) -> dict[str, object]:
    """The left pane."""
    reader, view = request.reader, next(name for name, value in VIEWS.items() if value == state)
    pages = pages_of(request, inbox.total(reader, state), inbox.SHOWN)
    return {
        "rows": inbox.rows(reader, state, pages.slice), "pages": pages, "tabs": inbox.tab_counts(reader), "view": view,
        "may_begin": not actions.refusal_to_begin(reader),
    }  # fmt: skip


@open_to("registered")
def conversation_list(request: HttpRequest) -> HttpResponse:
    """Newest first; `?view=requests` shows what strangers wrote."""
    state = VIEWS.get(request.GET.get("view", ""), Participant.State.ACCEPTED)
    return render(request, "conversations/conversation_list.html", list_of(request, state))


@open_to("registered")
@limited("message")
def new_conversation(request: HttpRequest) -> HttpResponse:
    """`/messages/new/?to=<handle or id>`: to one with whom there is a conversation it leads there.

    Who may not begin one learns no names here: nothing of the form is read.
    """
    to, person = request.GET.get("to", "")[:600], None
    if request.method != "POST" and (person := BeginForm.meant(to)):
        pair = Conversation.pair_of(person.pk, request.reader.person_id)
        if running := Conversation.objects.readable_by(request.reader).filter(pair=pair).first():
            return HttpResponseRedirect(running.get_absolute_url())
    refusal = actions.refusal_to_begin(request.reader)
    person, data = (None, None) if refusal else (person, request.POST or None)
    form = BeginForm(data, reader=request.reader, initial={"to": person.handle if person else ""})
    if request.method == "POST" and form.is_valid():
        try:
            message = actions.begin(form.people, form.words, request.reader, origin=form.cleaned_data["token"])
            return see_other(f"/messages/{message.conversation_id}/#message-{message.number}")
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "refusal": refusal, "to": person}
    status = 422 if request.method == "POST" else 200
    return render(request, "conversations/new_conversation.html", context, status=status)
