"""Replies: post, open, edit, remove, react. The page they stand on belongs to forums, blogs or magazine."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collegium.audience.doors import Door, open_to
from collegium.audience.reader import Reader
from collegium.discussion import actions
from collegium.discussion.addresses import piece_url, reply_url
from collegium.discussion.edits import conflict, edit_form
from collegium.discussion.forms import WordsForm
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.discussion.stretches import position_of
from collegium.discussion.views.found import piece_for, reply_for, see_other
from collegium.outbox import audit
from collegium.web.limits import limited
from collegium.web.numbers import number_of


@open_to("everyone")
def reply_detail(request: HttpRequest, reply_id: int) -> HttpResponse:
    """`/replies/<id>/`: to its place in the thread as this reader sees it."""
    reply = reply_for(request, reply_id)
    return HttpResponseRedirect(reply_url(reply, position_of(reply.piece, reply.number, request.reader)))


@open_to("registered")
@limited("post")
@require_POST
def post_reply(request: HttpRequest, piece_id: int) -> HttpResponse:
    """Post a reply, or show the form again with what is wrong."""
    piece = piece_for(request, piece_id)
    form = WordsForm(request.POST, reader=request.reader, piece=piece)
    if form.is_valid():
        try:
            reply = actions.post_reply(piece, form.words, request.reader, origin=form.cleaned_data["token"])
            return see_other(f"/replies/{reply.pk}/")
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "discussion/post_reply.html", {"form": form, "piece": piece}, status=422)


@open_to("registered")
@limited("edit")
def edit_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Change own words; the earlier version is kept."""
    reply = reply_for(request, reply_id)
    if reply.author_id != request.reader.person_id or reply.is_stub:
        raise Door
    form = edit_form(WordsForm, request, reply)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(reply, form.words, request.reader, seen_version=form.seen_version)
            return see_other(f"/replies/{reply.pk}/")
        except actions.Refused as refused:
            form.add_error(None, str(refused))
            reply.refresh_from_db()
    context = {"form": form, "reply": reply, "differs": conflict(reply, form)}
    return render(request, "discussion/edit_reply.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
def remove_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Ask once, then remove own words; a stub stays."""
    reply = reply_for(request, reply_id)
    if reply.author_id != request.reader.person_id or reply.is_stub:
        raise Door
    if request.method == "POST":
        actions.remove_reply(reply)
        return see_other(piece_url(reply.piece))
    return render(request, "discussion/remove_reply.html", {"reply": reply})


@open_to("registered")
def take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask once, then take own words back for a patient's sake: erased everywhere, a stub stays."""
    thing = reply_for(request, pk) if kind == "reply" else piece_for(request, pk) if kind == "piece" else None
    if thing is None:
        raise Http404
    if thing.author_id != request.reader.person_id or thing.taken_back_at:
        raise Door
    address = piece_url(thing.piece if isinstance(thing, Reply) else thing)
    if request.method == "POST":
        sent = actions.take_back(thing if isinstance(thing, Reply) else actions.concrete(thing))
        audit.log(request.reader.person, "took own words back", about=(kind, pk), detail={"mails_sent_before": sent})
        messages.success(request, _taken_back(sent))
        return see_other(piece_url(Piece.objects.get(pk=pk)) if kind == "piece" else address)
    return render(request, "discussion/take_back.html", {"thing": thing, "address": address})


def _taken_back(sent: int) -> str:
    """What is said afterwards: honestly, that mails which had gone out cannot be called back."""
    done = _("Your words are erased here, from every version, quote, file and waiting mail.")
    gone = ngettext(
        "%(n)d mail with them had gone out before; it cannot be called back.",
        "%(n)d mails with them had gone out before; they cannot be called back.",
        sent,
    )
    return f"{done} {gone % {'n': sent}}" if sent else done


@open_to("registered")
@require_POST
def react(request: HttpRequest, piece_id: int) -> HttpResponse:
    """Give a reaction (`give`) or take it away (`take`), on the piece's own words or on one of its replies."""
    piece = piece_for(request, piece_id)
    given, taken = request.POST.get("give", ""), request.POST.get("take", "")
    kind, reply_id = given or taken, number_of(request.POST.get("reply", ""))
    if kind not in Reaction.Kind.values:
        return HttpResponse(_("This reaction is not known."), status=422, content_type="text/plain; charset=utf-8")
    reply = reply_for(request, reply_id) if reply_id is not None else None
    if kind in Reaction.CLOSING and not _may_close(piece, reply):
        raise Door(_("This can be said of answers to a question."))
    actions.react(request.reader.person, piece, reply, kind, on=bool(given))
    if request.headers.get("HX-Request") == "true":
        context = {"piece": piece, "card": kind in Reaction.CLOSING and reply is None}
        return render(request, "discussion/reacts.html", context | _reactions(piece, reply, request.reader))
    return see_other(f"/replies/{reply.pk}/" if reply else piece_url(piece))


def _may_close(piece: Piece, reply: Reply | None) -> bool:
    """Helped, and Changed my practice: of replies in topics, and of the card that closes one."""
    return piece.kind == Piece.Kind.TOPIC and (reply is not None or piece.topic.has_card)  # type: ignore[attr-defined]


def _reactions(piece: Piece, reply: Reply | None, reader: Reader) -> dict[str, Any]:
    """The row of reactions as it stands now: numbers, and which are this reader's."""
    rows = Reaction.objects.filter(piece=piece, reply=reply)
    counts = dict(rows.values_list("kind").annotate(n=Count("pk")).order_by())
    own = set(rows.filter(person_id=reader.person_id).values_list("kind", flat=True))
    return {"reply": reply, "counts": counts, "own": own}
