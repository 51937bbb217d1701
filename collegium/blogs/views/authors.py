"""Who the authors of a post are: the leader names them, and each agrees to the version that comes out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from collegium.audience.doors import open_to
from collegium.blogs import co_authors, rights
from collegium.blogs.forms import CoAuthorForm
from collegium.blogs.models import Blog, CoAuthor, Post
from collegium.blogs.views.find import find_work
from collegium.blogs.views.writing import enter
from collegium.discussion.actions import Refused
from collegium.discussion.reading import reading_of
from collegium.discussion.views import see_other
from collegium.web.limits import limited
from collegium.web.numbers import number_of

DEEDS = {"remove": co_authors.remove_co_author, "up": co_authors.move_up, "ask": co_authors.ask_again}


def _named_work(request: HttpRequest, blog: str, post: str) -> Post:
    """The post for its leader and editors; others hear the same of every address."""
    place = get_object_or_404(Blog.objects.select_related("owner"), slug=blog)
    if not request.reader.is_editor:
        enter(rights.refusal_to_publish(place, request.reader), request)
    return find_work(place, post, request.reader)


@open_to("registered")
@limited("edit")
def post_authors(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/authors/`: the co-authors in their order, who agreed; the leader and editors change it."""
    work = _named_work(request, blog, post)
    form, refusal = CoAuthorForm(request.POST if "name" in request.POST else None), ""
    if request.method == "POST":
        try:
            if not form.is_bound:
                _change(work, request)
                return see_other(request.path)
            if form.is_valid():
                co_authors.name_co_author(work, form.person, request.reader)
                return see_other(request.path)
        except Refused as refused:
            refusal = str(refused)
    context = {
        "form": form, "post": work, "rows": co_authors.rows_of(work), "refusal": refusal,
        "waiting": len(co_authors.waiting_for_word(work)),
        "closed": rights.refusal_to_name(work, request.reader),
    }  # fmt: skip
    return render(request, "blogs/post_authors.html", context, status=422 if request.method == "POST" else 200)


def _change(post: Post, request: HttpRequest) -> None:
    """One of `DEEDS` with one row of the post, or the question to everybody."""
    if request.POST.get("deed") == "everybody":
        co_authors.ask_everybody(post, request.reader)
        return
    deed, number = DEEDS.get(request.POST.get("deed", "")), number_of(request.POST.get("row", ""))
    row = CoAuthor.objects.select_related("post__blog", "person").filter(post=post, pk=number or 0).first()
    if deed is None or row is None:
        raise Http404
    deed(row, request.reader)


def _own_row(request: HttpRequest, blog: str, co_author: int) -> CoAuthor:
    """The reader's own row, as long as they may open the draft or it is out for them; else nobody's."""
    rows = CoAuthor.objects.select_related("post__blog", "post__author", "asked_by")
    row = rows.filter(pk=co_author, post__blog__slug=blog, person=request.reader.person_id).first()
    if row is None or not request.reader.is_member:
        raise Http404
    if not (Post.objects.workable_by(request.reader).filter(pk=row.post_id).exists() or row.post.is_out):
        raise Http404
    return row


@open_to("registered")
@limited("edit")
def agree_to_post(request: HttpRequest, blog: str, co_author: int, version: int) -> HttpResponse:
    """`/blogs/<blog>/agree/<row>/<version>/`: the version as it will be; one tap agrees, one takes the name off."""
    row, refusal = _own_row(request, blog, co_author), ""
    ended = co_authors.why_ended(row, version)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "leave":
                co_authors.remove_co_author(row, request.reader)
                return see_other("/notifications/")
            co_authors.agree(row, request.reader, version)
            return see_other(request.path)
        except Refused as refused:
            refusal = str(refused)
    if ended:
        return _unkept(render(request, "blogs/agree_to_post_ended.html", {"row": row, "why": ended}, status=410))
    context: dict[str, Any] = {
        "row": row, "post": row.post, "version": version, "refusal": refusal, "reading": reading_of(row.post),
        "agreed": row.agreed_version == version,
    }  # fmt: skip
    return _unkept(render(request, "blogs/agree_to_post.html", context, status=422 if refusal else 200))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Nobody keeps what one person is asked."""
    response["Cache-Control"] = "no-store"
    return response
