"""Topics of groups: one topic, a new topic. The list is the group's own page (`groups/views/talk.py`)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render

from collegium.audience.doors import Door, get_readable, open_to
from collegium.audience.eyes import seen_by_others
from collegium.discussion import actions as words
from collegium.discussion.views import see_other
from collegium.discussion.views.found import where_it_went
from collegium.forums import actions
from collegium.forums.forms import StartForm, title_given
from collegium.forums.models import Topic
from collegium.forums.silence import begun_after
from collegium.forums.topic_page import show_topic
from collegium.groups.seats import get_full_seat
from collegium.web.limits import limited


@seen_by_others
@open_to("everyone")
def group_topic_detail(request: HttpRequest, group: str, topic_id: int, slug: str) -> HttpResponse:
    """`/groups/<group>/topics/<id>-<slug>/`: answers as its group does."""
    try:
        topic = get_readable(Topic.objects.select_related("group"), request.reader, pk=topic_id, forum=None)  # type: ignore[attr-defined]
    except Http404:
        return HttpResponseRedirect(where_it_went(topic_id, request.reader).get_absolute_url())  # type: ignore[attr-defined]
    if topic.group is None or (topic.group.slug, topic.slug) != (group, slug):
        return HttpResponsePermanentRedirect(topic.get_absolute_url())
    seat = get_full_seat(request.reader, group)  # type: ignore[attr-defined]
    handled = f"{topic.group.get_absolute_url()}owner/reports/" if seat.is_owner else ""
    return show_topic(request, topic, "forums/group_topic_detail.html", handled_at=handled)


@open_to("everyone")
@limited("post")
def start_group_topic(request: HttpRequest, group: str) -> HttpResponse:
    """`/groups/<group>/topics/new/`"""
    seat = get_full_seat(request.reader, group)  # type: ignore[attr-defined]
    if refusal := actions.refusal_to_start_in_group(seat.group, request.reader):  # type: ignore[attr-defined]
        raise Door(refusal)
    ask: dict[str, Any] = {
        "audiences": {seat.group.audience_id},
        "prompts": seat.group.prompts.all(),
        "initial": title_given(request) | begun_after(request),
    }
    form = StartForm(request.POST or None, reader=request.reader, **ask)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        rest = {"subjects": data["subjects"], "origin": data["token"], "poll": form.asked}
        try:
            topic = actions.start_group_topic(seat.group, data["title"], form.words, request.reader, **rest)  # type: ignore[attr-defined]
            return see_other(topic.get_absolute_url())
        except words.Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.is_bound else 200
    return render(request, "forums/start_group_topic.html", {"form": form, "group": seat.group}, status=status)
