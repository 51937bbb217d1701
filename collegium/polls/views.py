"""Vote, change what is asked before the first vote, close early. A poll is shown on the page of its topic."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from collegium.audience.doors import Door, open_to
from collegium.discussion.actions import Refused
from collegium.discussion.addresses import piece_url
from collegium.discussion.models import Piece
from collegium.discussion.views import see_other
from collegium.discussion.views.found import piece_for
from collegium.polls import actions
from collegium.polls.forms import PollForm
from collegium.polls.models import Poll
from collegium.polls.seen import seen_poll
from collegium.web.limits import limited
from collegium.web.numbers import number_of


def _poll(request: HttpRequest, piece_id: int) -> tuple[Piece, Poll]:
    """The poll of a piece that this reader has in full; otherwise the piece's own answer."""
    piece = piece_for(request, piece_id)
    return piece, get_object_or_404(Poll, piece=piece)


@open_to("registered")
@limited("vote")
def cast_vote(request: HttpRequest, piece_id: int) -> HttpResponse:
    """`/pieces/<id>/poll/`: the poll by itself; POST votes, or votes otherwise."""
    piece, poll = _poll(request, piece_id)
    refused = ""
    if request.method == "POST":
        sent = request.POST.getlist("option")
        try:
            actions.cast_vote(poll, [number_of(one) or 0 for one in sent], request.reader)
            return see_other(f"{piece_url(piece)}#poll")
        except Refused as why:
            refused = str(why)
    context = {"piece": piece, "poll": seen_poll(piece, request.reader), "refused": refused}
    return render(request, "polls/cast_vote.html", context, status=422 if refused else 200)


@open_to("registered")
@limited("edit")
def edit_poll(request: HttpRequest, piece_id: int) -> HttpResponse:
    """`/pieces/<id>/poll/edit/`: its author asks something else, while nobody has voted."""
    piece, poll = _poll(request, piece_id)
    if refusal := actions.refusal_to_change(poll, piece, request.reader):
        raise Door(refusal)
    form = PollForm(request.POST or None, poll=poll, author=request.reader.person)
    if request.method == "POST" and form.is_valid() and form.asked:
        try:
            actions.change_poll(poll, form.asked, request.reader)
            return see_other(f"{piece_url(piece)}#poll")
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "piece": piece}
    return render(request, "polls/edit_poll.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
def close_poll(request: HttpRequest, piece_id: int) -> HttpResponse:
    """`/pieces/<id>/poll/close/`: its author is asked once, then it is closed."""
    piece, poll = _poll(request, piece_id)
    if refusal := actions.refusal_to_close(poll, piece, request.reader):
        raise Door(refusal)
    if request.method == "POST":
        actions.close_poll(poll, request.reader)
        messages.success(request, _("The vote is closed. Everybody who reads this topic sees the numbers now."))
        return see_other(f"{piece_url(piece)}#poll")
    return render(request, "polls/close_poll.html", {"piece": piece, "poll": poll})
