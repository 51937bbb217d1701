"""The card of a topic: write it, erase it, what it said before."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from collegium.answers import actions
from collegium.answers.forms import CardForm
from collegium.answers.models import Card, CardVersion, whole_text
from collegium.audience.doors import Door, get_readable, open_to
from collegium.audience.reader import Reader
from collegium.discussion.actions import Refused
from collegium.discussion.differences import difference
from collegium.discussion.models import Reply
from collegium.discussion.versions import Change
from collegium.discussion.views import see_other
from collegium.forums.models import Topic
from collegium.web.limits import limited


def _topic(request: HttpRequest, topic_id: int) -> Topic:
    own = {"pk": topic_id, "taken_back_at": None}
    return get_readable(Topic.objects.select_related("forum", "group", "author"), request.reader, **own)


def _card(topic: Topic, reader: Reader) -> Card:
    return get_object_or_404(Card.objects.filter(pk=topic.pk).shown_to(reader).select_related("topic", "by"))


def _source(topic: Topic, reader: Reader) -> Reply | None:
    """The accepted answer, when this reader has its words."""
    if not topic.answer_id:
        return None
    return Reply.objects.filter(pk=topic.answer_id, piece=topic).with_words().shown_to(reader).first()


def _initial(topic: Topic, card: Card | None, source: Reply | None) -> dict[str, Any]:
    if card is None:
        return {"question": topic.title, "answer": source.text[:1500] if source else ""}
    words = {name: getattr(card, name) for name in ("question", "answer", "outcome", "remind_on")}
    return words | {f"did_{number}": line for number, line in enumerate(card.did, 1)}


@open_to("registered")
@limited("edit")
def write_card(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/card/`: the asker closes the question with a card, or changes it."""
    topic = _topic(request, topic_id)
    if refusal := actions.refusal_to_write(topic, request.reader):
        raise Door(refusal)
    card, source = Card.objects.filter(pk=topic.pk, taken_back_at=None).first(), _source(topic, request.reader)
    if card is not None and card.hidden_at:
        raise Door(str(actions.HIDDEN))
    initial = _initial(topic, card, source)
    form = CardForm(request.POST or None, author=request.reader.person, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_card(topic, form.words, request.reader, source=source, seen_version=form.seen_version)
            return see_other(topic.get_absolute_url())
        except Refused as refused:
            form.add_error(None, str(refused))
    differs = (
        difference(whole_text(card), _sent(form)) if card and form.seen_version not in (None, card.version) else []
    )
    context = {"topic": topic, "form": form, "card": card, "source": source, "differs": differs}
    return render(request, "answers/write_card.html", context, status=422 if form.is_bound else 200)


def _sent(form: CardForm) -> str:
    return "\n".join(str(form.data.get(name, "")) for name in form.asked_fields if form.data.get(name))


@open_to("registered")
def erase_card(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/card/erase/`: ask once, then erase the card from every version."""
    topic = _topic(request, topic_id)
    if refusal := actions.refusal_to_erase(topic, request.reader):
        raise Door(refusal)
    card = _card(topic, request.reader)
    if request.method == "POST":
        by = request.reader.person if request.reader.person_id != topic.author_id else None
        actions.erase_card(card, by)
        return see_other(topic.get_absolute_url())
    return render(request, "answers/erase_card.html", {"topic": topic, "card": card})


@open_to("registered")
def card_versions(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/card/versions/`: what edits changed, for who wrote it and moderators."""
    topic = _topic(request, topic_id)
    card = _card(topic, request.reader)
    if not actions.may_see_versions(card, request.reader):
        raise Http404
    context = {"title": topic.title, "address": topic.get_absolute_url(), "changes": _changes(card)}
    return render(request, "discussion/piece_versions.html", context)


def _changes(card: Card) -> list[Change]:
    rows: list[CardVersion] = list(card.versions.select_related("by"))  # type: ignore[attr-defined]
    texts = [whole_text(card), *[whole_text(row) for row in rows]]
    return [
        Change(row.version + 1, row.replaced_at, row.by.name if row.by else "", difference(older, newer))
        for row, newer, older in zip(rows, texts, texts[1:], strict=False)
    ]
