"""A topic's page, in a forum or a group: the thread as one reader sees it, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.audience.shared import shared
from collegium.citations.references import said_aloud
from collegium.discussion.forms import reply_form
from collegium.discussion.map import map_of
from collegium.discussion.models import Piece, Subject
from collegium.discussion.opening import question_for
from collegium.discussion.tables import scrolled
from collegium.discussion.talk import people_in_talk
from collegium.discussion.thread import Thread, opened_thread
from collegium.discussion.versions import may_see_versions
from collegium.files.shown import pictured
from collegium.forums import actions
from collegium.forums.models import Topic
from collegium.forums.silence import anew, silence
from collegium.people.follows import attention
from collegium.polls.seen import seen_poll

RELATED = 3
Above = Callable[[Topic, Reader], Any]
_above: list[Above] = []


def stands_above(make: Above) -> None:
    """Called once at start: what stands above a topic's first words for a reader; None, without a query, mostly."""
    _above[:] = [make]


def show_topic(request: HttpRequest, topic: Topic, template: str, **more: Any) -> HttpResponse:
    """Render a topic that the reader has in full."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    thread = opened_thread(topic, reader, request)
    thread.answer_id, thread.may_accept = topic.answer_id, not actions.refusal_to_accept(topic, reader)
    quote, old = request.GET.get("quote", ""), silence(topic) if not thread.refusal else ""
    context = {
        "form": SimpleLazyObject(lambda: reply_form(topic, reader, quote)),
        "question": question_for(topic, reader),
        "following": attention(reader, "piece", topic.pk),
        "may_open": not reader.refusal_to_open(topic),
        "is_own": reader.person_id is not None and topic.author_id == reader.person_id,
        "sees_versions": may_see_versions(topic, reader),
        "old": old,
        "anew": anew(topic, reader) if old else "",
    }
    return render(request, template, _beside(topic, thread, reader) | context | more)


def _beside(topic: Topic, thread: Thread, reader: Reader) -> dict[str, Any]:
    return {
        "topic": topic,
        "body": SimpleLazyObject(lambda: pictured([said_aloud(scrolled(topic.body))])[0]),
        "thread": thread,
        "poll": seen_poll(topic, reader) if topic.has_poll and thread.pages.number == 1 else None,
        "above": _above[0](topic, reader) if _above else None,
        "map": map_of(thread.talk, reader, thread.left_off),
        "people": SimpleLazyObject(lambda: people_in_talk(topic, thread.talk, reader)),
        "related": SimpleLazyObject(
            lambda: shared(reader, ("related", topic.pk), lambda who: _related.objects(who, piece=topic.pk))
        ),
        "subjects": SimpleLazyObject(
            lambda: shared(reader, ("subjects", topic.pk), lambda _who: list(topic.subjects.all()))
        ),
    }


@prepared
def _related(reader: Reader, piece: int) -> QuerySet[Piece]:
    """A few pieces about the same subjects that a list may show this reader, nearest first."""
    about = Subject.objects.filter(pieces=piece)
    found = Piece.objects.listed_for(reader).filter(subjects__in=about).exclude(pk=piece)
    rows = found.annotate(shared=Count("subjects", filter=Q(subjects__in=about))).order_by("-shared", "-moved_at")
    return rows.select_related("topic__forum", "topic__group", "post__blog", "article")[:RELATED]
