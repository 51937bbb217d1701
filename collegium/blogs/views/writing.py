"""Writing in a blog: a draft and its edits; and what the blog says about itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from collegium.audience.doors import Door, open_to
from collegium.blogs import actions, rights
from collegium.blogs.forms import BlogForm, PostForm
from collegium.blogs.models import Blog, Post
from collegium.blogs.views.find import find_work
from collegium.discussion.actions import Refused
from collegium.discussion.differences import difference
from collegium.discussion.views import see_other
from collegium.discussion.writing import initial_of
from collegium.web.turns import one_after_another


def blog_of_writers(request: HttpRequest, slug: str, post: str = "") -> Blog:
    """A blog in which this reader writes, or at least this post; members who do not are told so, others as everywhere.

    Args:
        post: the slug of the post, for its co-authors; whoever is none of them hears the same of every slug.
    """
    blog = get_object_or_404(Blog.objects.select_related("owner"), slug=slug)
    refusal = rights.refusal_to_write(blog, request.reader)
    if refusal and post and not blog.is_retired and not request.reader.is_editor:
        own = Post.objects.workable_by(request.reader).filter(blog=blog, slug=post)
        refusal = "" if own.exists() else refusal
    enter(refusal, request)
    return blog


def enter(refusal: str, request: HttpRequest) -> None:
    """Go on without a refusal; members read why they cannot."""
    if refusal:
        raise Door(refusal) if request.reader.is_member else Door


def to_page(post: Post) -> HttpResponse:
    """Go to the page of a post or draft."""
    return see_other(reverse("blogs:post_detail", args=[post.blog.slug, post.slug]))


@open_to("registered")
def write_post(request: HttpRequest, blog: str) -> HttpResponse:
    """`/blogs/<blog>/new/`: a new draft; its page is the preview."""
    place = blog_of_writers(request, blog)
    enter(actions.refusal_while_paused(request.reader), request)
    initial = {"readers": place.readers_id, "body_format": "plain"}
    form = PostForm(request.POST or None, request.FILES or None, reader=request.reader, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            origin = form.cleaned_data["token"]
            return to_page(actions.start_post(place, form.writing, request.reader, origin=origin, place=form.place))
        except Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.is_bound else 200
    return render(request, "blogs/write_post.html", {"form": form, "blog": place, "post": None}, status=status)


def _initial(post: Post) -> dict[str, Any]:
    series = post.series
    own = {"closes_at": post.closes_at, "series": series.title if series else "", "part": post.part}
    return initial_of(post) | own | {"planned": series.planned if series else None}


@open_to("registered")
def edit_post(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/edit/`: a second editor is shown the difference, nothing is overwritten."""
    place = blog_of_writers(request, blog, post)
    work = find_work(place, post, request.reader)
    form = PostForm(
        request.POST or None,
        request.FILES or None,
        reader=request.reader,
        before=work.body,
        initial=_initial(work),
    )
    context = {"form": form, "blog": place, "post": work, "difference": None}
    if request.method == "POST" and form.is_valid():
        mine = form.words.text
        try:
            actions.edit_post(
                work, form.writing, request.reader, seen_version=form.cleaned_data["version"] or 0, place=form.place
            )
            return to_page(work)
        except Refused as refused:
            form.add_error(None, str(refused))
            work.refresh_from_db()
            context |= {"difference": difference(work.text, mine), "present_version": work.version}
    return render(request, "blogs/write_post.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
@one_after_another("blog")
def edit_blog(request: HttpRequest, blog: str) -> HttpResponse:
    """`/blogs/<blog>/edit/`: title, address, what stands about the writer, helpers; only the leader."""
    place = get_object_or_404(Blog.objects.select_related("owner"), slug=blog)
    if place.owner_id != request.reader.person_id:
        raise Door if request.reader.is_visitor else Http404
    stored = Blog.objects.get(pk=place.pk)
    names = "\n".join(place.helpers.values_list("handle", flat=True))
    initial, person = {"helper_handles": names}, request.reader.person
    form = BlogForm(request.POST or None, instance=stored, initial=initial, author=person)
    if form.is_bound and (refusal := actions.refusal_while_paused(request.reader)):
        form.add_error(None, refusal)
    if request.method == "POST" and form.is_valid():
        helpers = form.cleaned_data.pop("helper_handles")
        try:
            actions.change_blog(place, helpers, **form.cleaned_data)
            return see_other(reverse("blogs:blog_detail", args=[place.slug]))
        except Refused as refused:
            form.add_error("slug", str(refused))
    return render(request, "blogs/edit_blog.html", {"form": form, "blog": place}, status=422 if form.is_bound else 200)
