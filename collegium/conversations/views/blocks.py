"""`/messages/blocked/`: whom I block, and whether I take first messages at all."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.conversations import actions
from collegium.conversations.models import Block, Quiet, blocks
from collegium.discussion.views import see_other
from collegium.people.views.page import is_known


@open_to("registered")
def block_list(request: HttpRequest) -> HttpResponse:
    """Own blocks; nobody else ever sees them."""
    own = Block.objects.filter(person=request.reader.person_id).select_related("blocked").order_by("-pk")
    quiet = Quiet.objects.filter(person=request.reader.person_id).exists()
    return render(request, "conversations/block_list.html", {"blocks": own, "is_quiet": quiet})


def _may_know(reader: Reader, other: User) -> bool:
    """Whether the reader has met them in a conversation, blocks them already, or may see their profile."""
    if other.pk in actions.people_met(reader) or blocks(reader, other.pk):
        return True
    return is_known(other, reader)


@open_to("registered")
@require_POST
def block_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Block somebody, or take the block away (`on=0`)."""
    if request.POST.get("on") == "0":
        actions.unblock(request.reader.person, person_id)
        return see_other("/messages/blocked/")
    other = get_object_or_404(User.objects.exclude(pk=request.reader.person_id), pk=person_id)
    if not _may_know(request.reader, other):
        raise Http404
    actions.block(request.reader.person, other)
    return see_other("/messages/blocked/")


@open_to("registered")
@require_POST
def be_quiet(request: HttpRequest) -> HttpResponse:
    """Take no first messages, or take them again."""
    actions.be_quiet(request.reader.person, on=request.POST.get("on") != "0")
    return see_other("/messages/blocked/")
