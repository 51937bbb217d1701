"""Presenting a case in a forum that takes them, and what came of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from collegium.answers import cases
from collegium.answers.forms import OPTION_FIELDS, CaseForm, CaseHeadForm, OutcomeForm
from collegium.answers.models import Case, head_text
from collegium.audience.doors import Door, get_readable, open_to
from collegium.discussion.actions import Refused
from collegium.discussion.differences import difference
from collegium.discussion.versions import Change
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


def _case(request: HttpRequest, topic_id: int) -> Case:
    """The case of a topic that this reader has in full."""
    own = {"pk": topic_id, "is_case": True, "taken_back_at": None}
    topic = get_readable(Topic.objects.select_related("forum", "group"), request.reader, **own)
    case = get_object_or_404(Case, pk=topic.pk)
    case.topic = topic
    return case


@open_to("registered")
@limited("edit")
def edit_case(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/case/`: whoever presented the case changes its head."""
    case = _case(request, topic_id)
    if refusal := cases.refusal_to_change(case.topic, request.reader):
        raise Door(refusal)
    initial = {name: getattr(case, name) for name in ("age", "setting", "question", "remind_on")} | {"consent": True}
    initial |= dict(zip(OPTION_FIELDS, case.options, strict=False))
    form = CaseHeadForm(request.POST or None, author=request.reader.person, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            cases.change_case(case, form.head, request.reader, seen_version=form.seen_version)
            return see_other(case.topic.get_absolute_url())
        except Refused as refused:
            form.add_error(None, str(refused))
    is_old = form.is_bound and form.seen_version not in (None, case.version)
    differs = difference(head_text(case), _sent(form)) if is_old else []
    context = {"form": form, "topic": case.topic, "case": case, "differs": differs}
    return render(request, "answers/edit_case.html", context, status=422 if form.is_bound else 200)


def _sent(form: CaseHeadForm) -> str:
    age = dict(form.fields["age"].choices).get(form.data.get("age", ""), "")  # type: ignore[attr-defined]
    said = [form.data.get("question", ""), age, form.data.get("setting", "")]
    return "\n".join(str(part) for part in [*said, *(form.data.get(name, "") for name in OPTION_FIELDS)] if part)


@open_to("registered")
def case_versions(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/case/versions/`: what edits of the head changed, for who presented it and moderators."""
    case = _case(request, topic_id)
    if not cases.may_see_versions(case.topic, request.reader):
        raise Http404
    rows = list(case.versions.select_related("by"))  # type: ignore[attr-defined]
    texts = [head_text(case), *[head_text(row) for row in rows]]
    changes = [
        Change(row.version + 1, row.replaced_at, row.by.name if row.by else "", difference(older, newer))
        for row, newer, older in zip(rows, texts, texts[1:], strict=False)
    ]
    context = {"title": case.topic.title, "address": case.topic.get_absolute_url(), "changes": changes}
    return render(request, "discussion/piece_versions.html", context)
