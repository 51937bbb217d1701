"""From the draft to the readers: a helper asks, the leader publishes or sends back, takes back, moves it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.blogs import actions, approving, co_authors, rights
from collegium.blogs.forms import AddressForm, AskForm, SendBackForm
from collegium.blogs.models import Approval, Post
from collegium.blogs.views.find import find_work
from collegium.blogs.views.writing import blog_of_writers, enter, to_page
from collegium.discussion.actions import Refused
from collegium.discussion.differences import counted, shortened
from collegium.discussion.reading import reading_of
from collegium.discussion.writing import PublishForm


@open_to("registered")
def ask_leader(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/ask/`: a helper asks the leader to publish this version."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    enter(rights.refusal_to_ask(work, request.reader), request)
    initial = {"version": work.version}
    form = AskForm(request.POST or None, initial=initial, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            approving.ask_leader(
                work, request.reader, seen_version=data["version"], note=data["note"], wanted_at=data["at"]
            )
            return to_page(work)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "blogs/ask_leader.html", {"form": form, "post": work}, status=422 if form.is_bound else 200)


@open_to("registered")
def publish_post(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/publish/`: the words as they will be, what changed, now or later; only the leader."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    enter(rights.refusal_to_publish(work.blog, request.reader), request)
    asked = None if work.is_out else approving.waiting_for(work)
    form = PublishForm(request.POST or None, initial=_initial(work, asked))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.publish_post(work, request.reader, at=data["at"], seen_version=data["version"])
            return to_page(work)
        except Refused as refused:
            form.add_error(None, str(refused))
            work.refresh_from_db()
    context = {"form": form, "post": work} | ({} if work.is_out else _decision(work, asked, request))
    return render(request, "blogs/publish_post.html", context, status=422 if form.is_bound else 200)


def _initial(post: Post, asked: Approval | None) -> dict[str, Any]:
    """The time it is scheduled for, or the one proposed, unless it has passed."""
    wanted = post.published_at or (asked.wanted_at if asked else None)
    return {"version": post.version, "at": wanted if wanted and wanted > timezone.now() else None}


def _decision(post: Post, asked: Approval | None, request: HttpRequest) -> dict[str, Any]:
    """What the leader decides on: the words, who asks, and what changed since the last look."""
    approving.note_look(post, request.reader)
    changed = approving.changed_since_last_look(post)
    return {
        "asked": asked,
        "others": co_authors.others_write(post),
        "missing": co_authors.without_agreement(post),
        "reading": reading_of(post),
        "changed": None if changed is None else shortened(changed),
        "counts": counted(changed or []),
    }


@open_to("registered")
def send_back(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/send-back/`: the leader's note to the helper who asked."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    enter(rights.refusal_to_publish(work.blog, request.reader), request)
    initial = {"version": work.version}
    form = SendBackForm(request.POST or None, initial=initial, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            approving.send_back(work, request.reader, seen_version=data["version"], note=data["note"])
            return to_page(work)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "post": work, "asked": approving.waiting_for(work)}
    return render(request, "blogs/send_back.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
@require_POST
def unpublish_post(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/unpublish/`: back to the drafts."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    enter(rights.refusal_to_publish(work.blog, request.reader), request)
    actions.unpublish_post(work, request.reader)
    return to_page(work)


@open_to("registered")
@require_POST
def move_post(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/address/`: another slug; the old address redirects."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    form = AddressForm(request.POST)
    enter(rights.refusal_to_publish(work.blog, request.reader), request)
    if form.is_valid():
        actions.change_post_slug(work, form.cleaned_data["slug"], request.reader)
        return to_page(work)
    context = {"form": PublishForm(initial=_initial(work, None)), "address_form": form, "post": work}
    context |= {} if work.is_out else _decision(work, None, request)
    return render(request, "blogs/publish_post.html", context, status=422)
