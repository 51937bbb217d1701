"""`/messages/<id>/`: a conversation, and what its people do with it. To everybody else it is not there."""

from __future__ import annotations

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.conversations import actions, inbox
from collegium.conversations.forms import MessageForm
from collegium.conversations.models import Block, Conversation, Message, Participant
from collegium.conversations.talk import talk_of
from collegium.conversations.views.inbox import list_of
from collegium.discussion.views import see_other
from collegium.web.limits import limited
from collegium.web.numbers import number_of


def _own(request: HttpRequest, conversation_id: int) -> Participant:
    """The reader's own row in a conversation they are in; else it is not there, for staff as for anybody."""
    talk = get_object_or_404(Conversation.objects.readable_by(request.reader), pk=conversation_id)
    own = Participant.objects.get(conversation=talk, person=request.reader.person_id)
    own.conversation = talk
    return own


def _show(request: HttpRequest, own: Participant, form: MessageForm | None, people: list[User]) -> HttpResponse:
    talk, number = own.conversation, number_of(request.GET.get("before", ""))
    part = talk_of(talk, request.reader, own.left_off, number)
    context = list_of(request, own.state) | {
        "conversation": talk,
        "own_place": own,
        "people": people,
        "title": inbox.names(people),
        "talk": part,
        "last": talk.messages.shown_to(request.reader).aggregate(last=Max("number"))["last"] or 0,
        "form": form or MessageForm(reader=request.reader),
        "refusal": actions.refusal_to_answer(talk, request.reader),
        "is_blocked": Block.objects.filter(person=request.reader.person_id, blocked__in=people).exists(),
    }
    status = 422 if form else 200
    response = render(request, "conversations/conversation_detail.html", context, status=status)
    if number is None:
        seen = part.entries[-1].message.number if part.goes_on else talk.last_number
        actions.mark_read(talk, request.reader.person, seen)
    return response


@open_to("everyone")
@limited("message")
def conversation_detail(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The last messages with the composer; a message sent here leads back to it."""
    own = _own(request, conversation_id)
    people = inbox.others_in([own.conversation], request.reader).get(own.conversation_id, [])
    if request.method == "POST":
        form = MessageForm(request.POST, reader=request.reader, others=people)
        if form.is_valid():
            try:
                sent = actions.send(own.conversation, form.words, request.reader, origin=form.cleaned_data["token"])
                return see_other(f"{own.conversation.get_absolute_url()}#message-{sent.number}")
            except actions.Refused as refused:
                form.add_error(None, str(refused))
        return _show(request, own, form, people)
    return _show(request, own, None, people)


@open_to("everyone")
@require_POST
def answer_request(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Accept, ignore or block: the button's `do` says which."""
    own, do = _own(request, conversation_id), request.POST.get("do", "")
    others = inbox.others_in([own.conversation], request.reader).get(own.conversation_id, [])
    if do == "accept":
        actions.accept(own)
        return see_other(own.conversation.get_absolute_url())
    if do == "ignore":
        actions.ignore(own)
    elif do == "block" and len(others) == 1:
        actions.block(request.reader.person, others[0])
    else:
        raise Http404
    return see_other("/messages/?view=requests")


@open_to("everyone")
@require_POST
def mute_conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """No mail and no number for this conversation, or again."""
    own = _own(request, conversation_id)
    actions.mute(own, on=request.POST.get("on") != "0")
    return see_other(own.conversation.get_absolute_url())


@open_to("everyone")
def leave_conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Ask once, then leave."""
    own = _own(request, conversation_id)
    if request.method == "POST":
        actions.leave(own)
        return see_other("/messages/")
    return render(request, "conversations/leave_conversation.html", {"conversation": own.conversation})


@open_to("everyone")
def remove_message(request: HttpRequest, conversation_id: int, number: int) -> HttpResponse:
    """Ask once, then erase own words; a stub stays."""
    own = _own(request, conversation_id)
    message = get_object_or_404(
        Message,
        conversation=own.conversation,
        number=number,
        author=request.reader.person_id,
        removed_at=None,
        hidden_at=None,
    )
    if request.method == "POST":
        actions.remove_message(message)
        return see_other(own.conversation.get_absolute_url())
    return render(request, "conversations/remove_message.html", {"message": message})
