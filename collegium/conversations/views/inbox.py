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

VIEWS = {"inbox": "accepted", "requests": "request", "ignored": "ignored"}


def list_of(request: HttpRequest, state: str) -> dict[str, object]:
    """The left pane."""
    view = next(name for name, value in VIEWS.items() if value == state)
    rows, tabs = inbox.rows(request.reader, state), inbox.tab_counts(request.reader)
    return {"rows": rows, "tabs": tabs, "view": view, "may_begin": not actions.refusal_to_begin(request.reader)}


@open_to("registered")
def conversation_list(request: HttpRequest) -> HttpResponse:
    """Newest first; `?view=requests` shows what strangers wrote."""
    state = VIEWS.get(request.GET.get("view", ""), Participant.State.ACCEPTED)
    return render(request, "conversations/conversation_list.html", list_of(request, state))


@open_to("registered")
@limited("message")
def new_conversation(request: HttpRequest) -> HttpResponse:
    """`/messages/new/?to=<handle or id>`: to one with whom there is a conversation it leads there."""
    to, person = request.GET.get("to", "")[:600], None
    if request.method != "POST" and (person := BeginForm.meant(to)):
        pair = Conversation.pair_of(person.pk, request.reader.person_id)
        if running := Conversation.objects.readable_by(request.reader).filter(pair=pair).first():
            return HttpResponseRedirect(running.get_absolute_url())
    form = BeginForm(
        request.POST or None, reader=request.reader, initial={"to": person.handle if person else ""}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            message = actions.begin(form.people, form.words, request.reader, origin=form.cleaned_data["token"])
            return see_other(f"/messages/{message.conversation_id}/#message-{message.number}")
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "refusal": actions.refusal_to_begin(request.reader), "to": person}
    return render(request, "conversations/new_conversation.html", context, status=422 if form.is_bound else 200)
