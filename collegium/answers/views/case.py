"""Presenting a case in a forum that takes them, and what came of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from collegium.answers import cases
from collegium.answers.forms import CaseForm, OutcomeForm
from collegium.answers.models import Case
from collegium.audience.doors import Door, get_readable, open_to
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.forums.actions import refusal_to_start
from collegium.forums.models import Forum, Topic
from collegium.web.limits import limited


@open_to("everyone")
@limited("post")
def present_case(request: HttpRequest, forum: str) -> HttpResponse:
    """`/forums/<forum>/case/`"""
    place = get_object_or_404(Forum, slug=forum, takes_cases=True)
    if refusal := refusal_to_start(place, request.reader):
        raise Door(refusal)
    form = CaseForm(request.POST or None, reader=request.reader, audiences={place.readers_id})
    if request.method == "POST" and form.is_valid():
        try:
            topic = cases.present_case(place, form.head, form.words, request.reader)
            return see_other(topic.get_absolute_url())
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "forum": place}
    return render(request, "answers/present_case.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
@limited("edit")
def tell_outcome(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/outcome/`: whoever presented the case says what came of it."""
    own = {"pk": topic_id, "is_case": True}
    topic = get_readable(Topic.objects.select_related("forum", "group"), request.reader, **own)
    if refusal := cases.refusal_to_tell(topic, request.reader):
        raise Door(refusal)
    case = Case.objects.select_related("topic").filter(pk=topic.pk).first()
    if case is None:
        raise Http404
    form = OutcomeForm(request.POST or None, author=request.reader.person, initial={"outcome": case.outcome})
    if request.method == "POST" and form.is_valid():
        cases.tell_outcome(case, form.cleaned_data["outcome"], request.reader)
        return see_other(topic.get_absolute_url())
    context = {"form": form, "topic": topic, "case": case}
    return render(request, "answers/tell_outcome.html", context, status=422 if form.is_bound else 200)
