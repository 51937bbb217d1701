"""All blogs, a blog, a post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from collegium.audience.ahead import of_this_page
from collegium.audience.doors import open_to
from collegium.audience.eyes import seen_by_others
from collegium.audience.reader import VISITOR, Reader
from collegium.audience.shared import as_of
from collegium.blogs import approving, co_authors, rights
from collegium.blogs.citing import data_of_post, facts_of_citation
from collegium.blogs.leaders import leaders_of, offices_now, portraits_of
from collegium.blogs.models import Blog, Post, PostQuerySet, Series
from collegium.blogs.questions import open_to_questions, questions_of
from collegium.blogs.serial import in_series, parts_of
from collegium.blogs.views.find import Moved, find_blog, find_post, questions_for
from collegium.discussion.citing import citation_of
from collegium.discussion.forms import reply_form
from collegium.discussion.models import Subject
from collegium.discussion.opening import question_for
from collegium.discussion.publishing import lines_of
from collegium.discussion.reading import reading_of, shared_facts
from collegium.discussion.thread import opened_thread, questions_of_talk
from collegium.people.follows import attention, follow_state, followed, is_following
from collegium.web.paging import pages_of
from collegium.web.statements import ask_ahead
from collegium.web.texts import sent

LIST_SIZE = 10
LARGE = 3  # leaders shown with an upright portrait


def _chosen(posts: PostQuerySet, request: HttpRequest) -> tuple[PostQuerySet, str]:
    """The posts of the tab asked for: all, followed blogs, or one subject."""
    if request.GET.get("following") and not request.reader.is_visitor:
        return posts.filter(blog__in=followed(request.reader, "blog")), "following"
    if subject := sent(request.GET, "subject", 120):
        return posts.filter(subjects__slug=subject), subject
    return posts, ""


@open_to("everyone")
def blog_list(request: HttpRequest) -> HttpResponse:
    """`/blogs/`: the leaders, the latest posts, what is most discussed."""
    reader = request.reader
    context = {
        "as_of": (as_of(reader), reader.person_id, follow_state(reader)),
        "page": SimpleLazyObject(lambda: _blogs(request)),
    }
    return render(request, "blogs/blog_list.html", context)


def _blogs(request: HttpRequest) -> dict[str, Any]:
    reader = request.reader
    posts, tab = _chosen(Post.objects.listed_for(reader), request)
    pages = pages_of(request, posts.count(), LIST_SIZE)
    rows = posts.select_related("blog").prefetch_related("subjects").newest_first()[pages.slice]
    leaders = leaders_of(Blog.objects.running().with_latest(reader), reader)
    month = timezone.now() - timedelta(days=30)
    return {
        "leaders": leaders[:LARGE],
        "own": next(
            (each.blog for each in leaders if each.blog.owner_id == reader.person_id and reader.is_member), None
        ),
        "more_leaders": leaders[LARGE:],
        "asking": open_to_questions(reader),
        "lines": lines_of(rows, reader),
        "pages": pages,
        "tab": tab,
        "subjects": Subject.objects.filter(pieces__in=Post.objects.listed_for(reader)).distinct(),
        "discussed": Post.objects.most_discussed(reader, month).select_related("blog")[:4],
        "retired": Blog.objects.retired().select_related("owner"),
    }


@open_to("everyone")
def blog_detail(request: HttpRequest, blog: str) -> HttpResponse:
    """`/blogs/<blog>/`: who writes, and what; for its writers their drafts too."""
    try:
        place = find_blog(blog)
    except Moved as moved:
        return HttpResponsePermanentRedirect(moved.address)
    reader = request.reader
    posts = Post.objects.filter(blog=place).listed_for(reader).newest_first()
    pages = pages_of(request, posts.count(), LIST_SIZE)
    context = {
        "blog": place,
        "office": offices_now([place.owner_id]).get(place.owner_id, ""),
        "portrait": portraits_of([place.owner_id]).get(place.owner_id),
        "lines": lines_of(posts.select_related("blog").prefetch_related("subjects")[pages.slice], reader),
        "pages": pages,
        "following": is_following(reader, "blog", place.pk),
        "drafts": Post.objects.workable_by(reader).filter(blog=place).select_related("blog").with_question().by_edit(),
        "may_write": not rights.refusal_to_write(place, reader),
        "is_own": not rights.refusal_to_publish(place, reader),
    }
    return render(request, "blogs/blog_detail.html", context)


@open_to("everyone")
def series_detail(request: HttpRequest, blog: str, series: str) -> HttpResponse:
    """`/blogs/<blog>/series/<series>/`: the parts in order; a series without a part for this reader is not there."""
    try:
        place = find_blog(blog)
    except Moved as moved:
        return HttpResponsePermanentRedirect(f"{moved.address}series/{series}/")
    found = get_object_or_404(Series, blog=place, slug=series)
    lines = lines_of(parts_of(found, request.reader), request.reader)
    if not lines:
        raise Http404
    return render(request, "blogs/series_detail.html", {"blog": place, "series": found, "lines": lines})


def _portrait(post: Post) -> int | None:
    """The file of who wrote the post, who need not lead the blog now; nobody's for a name without an account."""
    return portraits_of([post.author_id]).get(post.author_id) if post.author_id else None


def _facts(post: Post) -> dict[str, Any]:
    """For other machines; its picture is the post's own, else its author's portrait."""
    pictures = [post.hero_file, _portrait(post)]
    facts = shared_facts(post, "BlogPosting", post.bylines, post.blog.title, pictures)
    return facts | {"citation": facts_of_citation(post)}


@of_this_page(questions_for)
@seen_by_others
@open_to("everyone")
def post_detail(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/`: in full, as a teaser, or, for its writers, the draft exactly as it will be."""
    ask_ahead(*questions_for(request.reader, blog, post))
    try:
        place = find_blog(blog)
        found, is_full, is_draft = find_post(place, post, request.reader)
    except Moved as moved:
        address = moved.address if moved.address.count("/") > 3 else f"{moved.address}{post}/"
        return HttpResponsePermanentRedirect(address)
    context = {
        "post": found,
        "blog": place,
        "is_draft": is_draft,
        "as_of": (as_of(request.reader), request.reader.person_id, follow_state(request.reader)),
        "portrait": SimpleLazyObject(lambda: _portrait(found)),
    }
    if not is_draft:
        context["facts"] = SimpleLazyObject(lambda: _facts(found))
        context["citation"] = SimpleLazyObject(lambda: citation_of(data_of_post(found)))
    if not is_full:
        return render(request, "blogs/post_teaser.html", context)
    return render(request, "blogs/post_detail.html", context | _full(request, found, is_draft))


def _full(request: HttpRequest, post: Post, is_draft: bool) -> dict[str, Any]:
    reader = request.reader
    ask_ahead(*questions_of_talk(post.pk, reader))
    return {
        "reading": SimpleLazyObject(lambda: reading_of(post)),
        "thread": None if is_draft else opened_thread(post, reader, request),
        "questions": SimpleLazyObject(lambda: questions_of(post, reader, request)) if post.takes_questions else None,
        "serial": SimpleLazyObject(lambda: in_series(post, reader)) if post.series_id else None,
        "form": SimpleLazyObject(lambda: reply_form(post, reader, request.GET.get("quote", ""))),
        "following": SimpleLazyObject(lambda: is_following(reader, "blog", post.blog_id)),
        "attention": SimpleLazyObject(lambda: attention(reader, "piece", post.pk)),
        "is_public": VISITOR.may_read(post),
        "may_edit": not rights.refusal_to_edit(post, reader),
        **(_of_draft(post, reader) if is_draft else {}),
        "is_own": not rights.refusal_to_publish(post.blog, reader),
        "question": question_for(post, reader),
        "may_open": not (is_draft or reader.refusal_to_open(post)),
        "handled_at": f"{post.get_absolute_url()}comments/"
        if rights.keeps_order(post, reader) and not is_draft
        else "",
        "absolute": settings.SITE_URL + post.get_absolute_url(),
    }


def _of_draft(post: Post, reader: Reader) -> dict[str, Any]:
    """For its writers: the last question to the leader, and whether this reader may ask."""
    approving.note_look(post, reader)
    return {
        "approval": approving.latest_of(post),
        "may_ask": not rights.refusal_to_ask(post, reader),
        "may_name": not rights.refusal_to_name(post, reader),
        "missing": co_authors.without_agreement(post),
        "own_row": next((row for row in co_authors.rows_of(post) if row.person_id == reader.person_id), None),
    }
