"""Forums, a forum, a topic, a new topic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from collegium.audience.ahead import of_this_page
from collegium.audience.doors import Door, get_readable, open_to, opened
from collegium.audience.eyes import seen_by_others
from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.audience.shared import as_of, shared
from collegium.discussion import actions as words
from collegium.discussion.edits import conflict, edit_form
from collegium.discussion.marks import latest_reading
from collegium.discussion.models import PieceQuerySet, Reply
from collegium.discussion.thread import questions_of_talk
from collegium.discussion.views import see_other
from collegium.discussion.views.found import where_it_went
from collegium.forums import actions, lists
from collegium.forums.forms import PinForm, StartForm, SubjectsForm, TopicForm, title_given
from collegium.forums.models import Forum, Topic
from collegium.forums.silence import begun_after
from collegium.forums.topic_page import show_topic
from collegium.people.follows import attention, follow_state
from collegium.web.limits import limited
from collegium.web.numbers import number_of
from collegium.web.paging import page_number
from collegium.web.statements import Question, ask_ahead
from collegium.web.texts import sent


def _list(request: HttpRequest, topics: Callable[[], PieceQuerySet], forum: Forum | None) -> HttpResponse:
    reader, view, about = request.reader, request.GET.get("view", "latest"), sent(request.GET, "subject", 50)
    page = SimpleLazyObject(lambda: lists.list_of(topics(), forum, view, page_number(request), reader, about))
    context = {
        "forum": forum,
        "as_of": (as_of(reader), latest_reading(reader), follow_state(reader) if forum else None),
        "may_follow": forum is not None and not reader.is_visitor and forum.readers_id in reader.audiences,
        "following": SimpleLazyObject(lambda: attention(reader, "forum", forum.pk) if forum else ""),
        "list": page,
        "about": about,
        "subjects": SimpleLazyObject(lambda: shared(reader, "all subjects", lists.all_subjects)),
        "open": SimpleLazyObject(
            lambda: [place for place in page.forums if not actions.refusal_to_start(place, reader)]
        ),
        "refusal": actions.refusal_to_start(forum, reader) if forum else "",
    }
    return render(request, "forums/forum_detail.html" if forum else "forums/forum_list.html", context)


@prepared
def _forum(reader: Reader, slug: str) -> QuerySet[Forum]:
    return Forum.objects.filter(slug=slug).select_related("section", "readers")


@open_to("everyone")
def forum_list(request: HttpRequest) -> HttpResponse:
    """`/forums/`: the topics this reader may read, latest moved first, and all forums by section."""
    return _list(request, lambda: Topic.objects.filter(group=None).readable_by(request.reader), None)


@open_to("everyone")
def forum_detail(request: HttpRequest, forum: str) -> HttpResponse:
    """`/forums/<forum>/`: the name of a forum is no secret, its topics are for their readers."""
    place = _forum.first(request.reader, slug=forum)
    if place is None:
        raise Http404
    return _list(request, lambda: place.topics.readable_by(request.reader), place)


@prepared
def _in_forum(reader: Reader, pk: int) -> QuerySet[Topic]:
    return Topic.objects.filter(pk=pk, group=None).select_related("forum", "readers", "writers")


def _questions(reader: Reader, topic_id: int, **_names: str) -> list[Question | None]:
    return questions_of_talk(topic_id, reader)


@of_this_page(_questions)
@seen_by_others
@open_to("everyone")
def topic_detail(request: HttpRequest, forum: str, topic_id: int, slug: str) -> HttpResponse:
    """`/forums/<forum>/<id>-<slug>/`"""
    ask_ahead(*_questions(request.reader, topic_id))
    try:
        topic = opened(("topic", topic_id), lambda who: _in_forum.first(who, pk=topic_id), request.reader)
    except Http404:  # not permanent: a merge can be taken back
        return HttpResponseRedirect(where_it_went(topic_id, request.reader).get_absolute_url())
    if (topic.forum.slug, topic.slug) != (forum, slug):  # type: ignore[union-attr]
        return HttpResponsePermanentRedirect(topic.get_absolute_url())
    return show_topic(request, topic, "forums/topic_detail.html")


def _about(request: HttpRequest, place: Forum) -> dict[str, Any]:
    ask = {"audiences": {place.readers_id}, "prompts": place.prompts.all()}
    return ask | {"reader": request.reader, "initial": title_given(request) | begun_after(request)}


@open_to("everyone")
@limited("post")
def start_topic(request: HttpRequest, forum: str) -> HttpResponse:
    """`/forums/<forum>/new/`"""
    place = get_object_or_404(Forum, slug=forum)
    if refusal := actions.refusal_to_start(place, request.reader):
        raise Door(refusal)
    form = StartForm(request.POST or None, **_about(request, place))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        rest = {"subjects": data["subjects"], "origin": data["token"], "poll": form.asked}
        try:
            topic = actions.start_topic(place, data["title"], form.words, request.reader, **rest)
            return see_other(topic.get_absolute_url())
        except words.Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.is_bound else 200
    return render(request, "forums/start_topic.html", {"form": form, "forum": place}, status=status)


def _topic(request: HttpRequest, topic_id: int) -> Topic:
    return get_readable(Topic.objects.select_related("forum", "group"), request.reader, pk=topic_id)


@open_to("registered")
@require_POST
def accept_answer(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`POST /topics/<id>/answer/`: whoever asked marks the reply that answers, or none."""
    topic = _topic(request, topic_id)
    if actions.refusal_to_accept(topic, request.reader):
        raise Door
    number = number_of(request.POST.get("reply", ""))
    shown = Reply.objects.filter(piece=topic).with_words()
    reply = get_object_or_404(shown.shown_to(request.reader), pk=number) if number is not None else None
    actions.accept_answer(topic, reply, request.reader)
    return see_other(f"/replies/{reply.pk}/" if reply else topic.get_absolute_url())


@open_to("moderators")
@require_POST
def pin_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`POST /topics/<id>/pin/`: keep it at the top of its place (on=1), to the end of a day if one is named, or let it
    go (on=0)."""
    topic, form = _topic(request, topic_id), PinForm(request.POST)
    if form.is_valid():
        actions.pin(topic, request.reader.person, on=form.cleaned_data["on"] == "1", until=form.end)
    else:
        messages.warning(request, str(next(iter(form.errors.values()))[0]))
    return see_other(topic.get_absolute_url())


@open_to("moderators")
def edit_subjects(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/subjects/`: what it is about, so that it is found; not a word of it changes."""
    topic = _topic(request, topic_id)
    form = SubjectsForm(request.POST or None, initial={"subjects": list(topic.subjects.all())})
    if request.method == "POST" and form.is_valid():
        actions.set_subjects(topic, form.cleaned_data["subjects"], request.reader.person)
        return see_other(topic.get_absolute_url())
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "forums/edit_subjects.html", {"form": form, "topic": topic}, status=status)


def _own_topic(request: HttpRequest, topic_id: int) -> Topic:
    topic = _topic(request, topic_id)
    if topic.author_id != request.reader.person_id or topic.is_headless:
        raise Door
    if topic.taken_back_at or topic.hidden_at or topic.is_emptied:
        raise Door
    return topic


@open_to("registered")
def remove_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/remove/`: ask once, then remove one's own topic, or its first words when others answered."""
    topic = _own_topic(request, topic_id)
    if request.method == "POST":
        gone = actions.remove_topic(topic, request.reader)
        return see_other(topic.place_address if gone else topic.get_absolute_url())
    return render(request, "forums/remove_topic.html", {"topic": topic, "answered": actions.is_answered(topic)})


@open_to("registered")
@limited("edit")
def edit_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`/topics/<id>/edit/`: change one's own first words, title and subjects; the earlier version is kept."""
    topic = _own_topic(request, topic_id)
    form = edit_form(TopicForm, request, topic, title=topic.title, subjects=list(topic.subjects.all()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_topic(topic, form.cleaned_data, form.words, request.reader, seen_version=form.seen_version)
            return see_other(topic.get_absolute_url())
        except words.Refused as refused:
            form.add_error(None, str(refused))
            topic.refresh_from_db()
    context = {"form": form, "topic": topic, "differs": conflict(topic, form)}
    return render(request, "forums/edit_topic.html", context, status=422 if form.is_bound else 200)
