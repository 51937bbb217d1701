"""The versions of a post for its writers: compare two, bring one back, show one to nobody; and corrections."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.blogs import actions, rights
from collegium.blogs.forms import CorrectionForm
from collegium.blogs.models import Post
from collegium.blogs.views.find import find_work
from collegium.blogs.views.writing import blog_of_writers, enter, to_page
from collegium.discussion.actions import Refused
from collegium.discussion.differences import difference, shortened
from collegium.discussion.models import Revision
from collegium.discussion.versions import flag_version as flag
from collegium.discussion.versions import text_at
from collegium.discussion.views import see_other
from collegium.web.numbers import number_of


@open_to("registered")
def post_versions(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/versions/`: all versions, and what differs between two of them (`?from=1&to=3`)."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    return render(request, "blogs/post_versions.html", _versions(work, request))


def _versions(post: Post, request: HttpRequest, refusal: str = "") -> dict[str, Any]:
    rows = list(Revision.objects.filter(piece=post, reply=None).select_related("by"))
    newer, older = (number_of(request.GET.get(name, "")) for name in ("to", "from"))
    newer = newer or post.version
    older = older or next((row.version for row in rows if row.version < newer and not row.flagged_at), None)
    texts = [text_at(post, number) if number else None for number in (older, newer)]
    changed = None if None in texts else shortened(difference(texts[0] or "", texts[1] or ""))
    return {
        "post": post, "rows": rows, "older": older, "newer": newer, "changed": changed, "refusal": refusal,
        "may_edit": not rights.refusal_to_edit(post, request.reader),
        "is_own": not rights.refusal_to_publish(post.blog, request.reader),
        "authors": {row.version + 1: row.by.name for row in rows if row.by},
        "since": {row.version + 1: row.replaced_at for row in rows},
    }  # fmt: skip


@open_to("registered")
@require_POST
def restore_version(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/restore/`: an earlier version comes back as a new one."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    enter(rights.refusal_to_edit(work, request.reader), request)
    version, seen = (number_of(request.POST.get(name, "")) for name in ("version", "seen"))
    try:
        actions.restore_version(work, version or 0, request.reader, seen_version=seen)
        return to_page(work)
    except Refused as refused:
        work.refresh_from_db()
        return render(request, "blogs/post_versions.html", _versions(work, request, str(refused)), status=422)


@open_to("registered")
@require_POST
def flag_version(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/flag/`: an earlier version is shown to nobody any more; only the leader."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    enter(rights.refusal_to_publish(work.blog, request.reader), request)
    version = number_of(request.POST.get("version", ""))
    if version is None or request.reader.person is None:
        raise Http404
    flag(work, version, request.reader.person)
    return see_other(f"{work.get_absolute_url()}versions/")


@open_to("registered")
def correct_post(request: HttpRequest, blog: str, post: str) -> HttpResponse:
    """`/blogs/<blog>/<post>/correct/`: a correction above the words, with its day; only the leader."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    enter(rights.refusal_to_publish(work.blog, request.reader), request)
    form = CorrectionForm(request.POST or None, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_post(work, form.cleaned_data["text"], request.reader)
            return to_page(work)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "post": work}
    return render(request, "blogs/correct_post.html", context, status=422 if form.is_bound else 200)
