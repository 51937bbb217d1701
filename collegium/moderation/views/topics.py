"""Care of a topic: who keeps order chooses, reads what will happen to whom, and does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.discussion.actions import Refused
from collegium.discussion.moderating import narrower_of
from collegium.discussion.views import see_other
from collegium.forums import moving
from collegium.moderation import tending
from collegium.moderation.choosing import Choice, names_of
from collegium.moderation.topic_forms import MergeForm, MoveForm, SplitForm, TendingForm
from collegium.web.numbers import number_of


def _tend(
    request: HttpRequest, form: TendingForm, template: str, effects: Callable[[], dict[str, Any]],
    deed: Callable[[], str], done: str, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Ask, then show what will happen (`effects`), then do it (`deed`, which gives the address to go to)."""
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            if form.is_sure:
                address = deed()
                messages.success(request, done)
                return see_other(address)
            shown = effects()
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"topic": form.topic, "form": form, "shown": shown, "is_own": _is_own(request, form)} | more
    return render(request, template, context, status=422 if form.is_bound and not shown else 200)


def _is_own(request: HttpRequest, form: TendingForm) -> bool:
    return form.topic.author_id == request.reader.person_id  # type: ignore[attr-defined]


@open_to("members")
def move_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/move/`: to another forum, never to more readers."""
    topic = tending.get_tended(request.reader, topic_id)
    if topic.forum is None:
        raise Http404
    form = MoveForm(request.POST or None, topic=topic, author=request.reader.person)

    def effects() -> dict[str, Any]:
        forum = form.cleaned_data["forum"]
        return {"forum": forum, "loss": moving.loss_of(topic, moving.readers_in(topic, forum))}

    def deed() -> str:
        tending.move(topic, form.cleaned_data["forum"], request.reader.person, form.cleaned_data["reason"])
        return topic.get_absolute_url()

    done = _("It is moved. Its former address leads here, and its author is told why.")
    return _tend(request, form, "moderation/move_topic.html", effects, deed, done)


@open_to("members")
def split_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/split/`: chosen replies become a topic of their own; `?from=` is the reply to begin with."""
    topic = tending.get_tended(request.reader, topic_id)
    turned = number_of(request.POST.get("page", ""))
    begun = {name: request.POST.get(name, "") for name in ("title", "reason", "readers", "extent")}
    data = None if turned is not None else request.POST or None
    form = SplitForm(data, initial=begun, topic=topic, reader=request.reader, author=request.reader.person)
    choice = Choice.of(request, form, turned)

    def effects() -> dict[str, Any]:
        readers = form.audiences[form.cleaned_data["readers"]]
        return {"rows": form.rows, "loss": moving.loss_of(topic, readers), "told": names_of(form.rows, request.reader)}

    def deed() -> str:
        readers, given = form.audiences[form.cleaned_data["readers"]], form.cleaned_data
        new = tending.split(topic, form.rows, given["title"], readers, request.reader.person, given["reason"])
        return new.get_absolute_url()

    done = _("They stand in a topic of their own. Whoever wrote them is told why.")
    return _tend(request, form, "moderation/split_topic.html", effects, deed, done, choice=choice)


@open_to("members")
def merge_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/merge/`: this topic and another become one, read by whoever read both."""
    topic = tending.get_tended(request.reader, topic_id)
    form = MergeForm(request.POST or None, topic=topic, reader=request.reader, author=request.reader.person)

    def effects() -> dict[str, Any]:
        source, target = form.pair
        readers = narrower_of(source.readers, target.readers)
        losses = [moving.loss_of(one, readers) for one in form.pair]
        return {"source": source, "target": target, "losses": losses, "told": tending.told_of_merge(*form.pair)}

    def deed() -> str:
        source, target = form.pair
        tending.merge(source, target, request.reader.person, form.cleaned_data["reason"])
        return target.get_absolute_url()

    done = _("They are one topic now. The authors of both are told why.")
    return _tend(request, form, "moderation/merge_topic.html", effects, deed, done)
