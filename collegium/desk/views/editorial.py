"""The editors' desk: what is being written, issues and articles, and blogs to open."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.blogs import actions as blogs
from collegium.blogs.forms import NewBlogForm
from collegium.blogs.leaders import leaders_of
from collegium.blogs.models import Blog, Post
from collegium.desk.membership_forms import ReasonForm
from collegium.discussion.actions import Refused
from collegium.discussion.differences import difference
from collegium.discussion.views import see_other
from collegium.discussion.writing import PublishForm
from collegium.magazine import actions
from collegium.magazine.forms import (
    ArticleForm,
    SendProofForm,
    StageForm,
    WindowForm,
    initial_of_article,
)
from collegium.magazine.models import Article, Department, Issue, Stage
from collegium.magazine.proofs import wanting
from collegium.magazine.types import FIRST_TYPE, NOTICES, TYPES
from collegium.web.models import Society

LATELY = timedelta(days=30)
OUT = 6  # articles of late beside what is being made
SHOWN = 60  # rows of each list; the oldest drafts fall off


@open_to("editors")
def editorial(request: HttpRequest) -> HttpResponse:
    """`/desk/editorial/`: drafts and what is scheduled, issues, departments, blogs."""
    reader = request.reader
    context = {
        "board": _board(reader),
        "posts": Post.objects.workable_by(reader).select_related("blog").by_edit()[:SHOWN],
        "issues": Issue.objects.newest_first()[:SHOWN],
        "blogs": Blog.objects.select_related("owner"),
        "departments": Department.objects.all(),
    }
    return render(request, "desk/editorial.html", context)


def _board(reader: Reader) -> list[tuple[str, str, list[Article]]]:
    """Articles by stage: key, label, rows; the last column is what came out of late."""
    work = Article.objects.workable_by(reader).select_related("issue", "department", "holder").by_due()
    rows = list(work[: SHOWN * 2])
    scheduled = [row for row in rows if row.published_at]
    lately = Article.objects.filter(published_at__gte=timezone.now() - LATELY).listed_for(reader).newest_first()
    out = list(lately.select_related("issue", "department", "holder")[:OUT])
    columns = [
        (str(key), str(label), [row for row in rows if row.stage == key and not row.published_at])
        for key, label in Stage.choices
    ]
    return [*columns, ("published", str(_("Published")), scheduled + out)]


@open_to("editors")
def new_article(request: HttpRequest) -> HttpResponse:
    """`/desk/editorial/articles/new/`: in an issue with `?issue=<id>`."""
    asked = {name: request.GET.get(name, "") for name in ("issue", "type", "about", "title")}
    initial = {"readers": 3, "body_format": "plain", **asked, "type": asked["type"] or FIRST_TYPE}
    form = ArticleForm(request.POST or None, request.FILES or None, reader=request.reader, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            article = actions.start_article(
                form.writing, request.reader, data["author_lines"], origin=data["token"], about=data["about"],
                **form.place,
            )  # fmt: skip
            return see_other(reverse("desk:edit_article", args=[article.pk]))
        except Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.is_bound else 200
    return render(request, "desk/new_article.html", {"form": form, "article": None}, status=status)


@open_to("editors")
def edit_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """`/desk/editorial/articles/<id>/`: a second editor is shown the difference, nothing is overwritten."""
    article = article_of(article_id)
    form = form_of(request, article)
    context = article_context(article) | {"form": form}
    if request.method == "POST" and form.is_valid():
        data, mine = form.cleaned_data, form.words.text
        try:
            actions.edit_article(
                article, form.writing, request.reader, data["author_lines"], seen_version=data["version"] or 0,
                about=data["about"], **form.place,
            )  # fmt: skip
            return see_other(article.get_absolute_url())
        except Refused as refused:
            form.add_error(None, str(refused))
            article.refresh_from_db()
            context |= {"difference": difference(article.text, mine), "present_version": article.version}
    return render(request, "desk/edit_article.html", context, status=422 if form.is_bound else 200)


def article_of(article_id: int) -> Article:
    """The article, whatever its state."""
    return get_object_or_404(Article.objects.select_related("issue", "department"), pk=article_id, removed_at=None)


def form_of(request: HttpRequest, article: Article, *, bound: bool = True) -> ArticleForm:
    """The form of an article; unbound beside another form of the page that was sent."""
    data, sent = (request.POST or None, request.FILES or None) if bound else (None, None)
    return ArticleForm(data, sent, reader=request.reader, before=article.body, initial=initial_of_article(article))


def article_context(article: Article) -> dict[str, object]:
    """What stands beside an article's form."""
    return {
        "article": article,
        "publish": PublishForm(initial={"version": article.version}),
        "window": WindowForm(),
        "difference": None,
        "notices": [(key, TYPES[key].label) for key in NOTICES],
        "stage": StageForm.of(article),
        "proof_form": SendProofForm(article=article),
        "wanting": len(wanting(article)),
        "proofs": article.proofs.select_related("person"),
    }


@open_to("editors")
@require_POST
def publish_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Publish an article, now or at a time; whoever approves names the version they saw."""
    article = article_of(article_id)
    publish = PublishForm(request.POST)
    if publish.is_valid():
        data = publish.cleaned_data
        try:
            actions.publish_article(article, request.reader, at=data["at"], seen_version=data["version"])
            return see_other(article.get_absolute_url())
        except Refused as refused:
            publish.add_error(None, str(refused))
    context = article_context(article) | {"form": form_of(request, article, bound=False), "publish": publish}
    return render(request, "desk/edit_article.html", context, status=422)


@open_to("editors")
@require_POST
def unpublish_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Back to the drafts."""
    article = article_of(article_id)
    actions.unpublish_article(article, request.reader)
    return see_other(reverse("desk:edit_article", args=[article.pk]))


@open_to("editors")
@require_POST
def open_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """A free window: from a day, until another or without an end."""
    article = article_of(article_id)
    window = WindowForm(request.POST)
    if window.is_valid():
        since, until = window.cleaned_data["since"], window.cleaned_data["until"]
        actions.open_window(article, _midnight(since), _midnight(until) if until else None, request.reader)
        return see_other(reverse("desk:edit_article", args=[article.pk]))
    context = article_context(article) | {"form": form_of(request, article, bound=False), "window": window}
    return render(request, "desk/edit_article.html", context, status=422)


def _midnight(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))  # type: ignore[arg-type]


@open_to("editors")
def new_blog(request: HttpRequest) -> HttpResponse:
    """`/desk/editorial/blogs/new/`: a blog for a leader; its words are the leader's alone."""
    form = NewBlogForm(request.POST or None, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        helpers = data.pop("helper_handles")
        try:
            blog = blogs.open_blog(data.pop("owner_handle"), data.pop("title"), data.pop("slug"), **data)
            blog.helpers.set(helpers)
            return see_other(reverse("blogs:blog_detail", args=[blog.slug]))
        except Refused as refused:
            form.add_error("slug", str(refused))
    return render(request, "desk/new_blog.html", {"form": form}, status=422 if form.is_bound else 200)


@open_to("editors")
def retire_blog(request: HttpRequest, blog: str) -> HttpResponse:
    """`/desk/editorial/blogs/<blog>/retire/`: take a blog out of the leaders' row, or put it back, with a reason."""
    place = get_object_or_404(Blog.objects.select_related("owner"), slug=blog)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        blogs.retire_blog(place, request.reader, form.cleaned_data["why"], on=request.POST.get("on") == "1")
        return see_other(reverse("desk:editorial"))
    return render(request, "desk/retire_blog.html", {"form": form, "blog": place}, status=422 if form.is_bound else 200)


@open_to("editors")
def arrange_leaders(request: HttpRequest) -> HttpResponse:
    """`/desk/editorial/leaders/`: the row of leaders, by hand with buttons, or following the offices they hold."""
    row = leaders_of(Blog.objects.running().with_latest(request.reader), request.reader)
    if request.method == "POST":
        chosen = str(request.POST.get("move", ""))
        moved = next((one.blog for one in row if str(one.blog.pk) == chosen), None)
        follows = {"offices": True, "hand": False}.get(str(request.POST.get("by", "")))
        blogs.arrange_leaders(request.reader, moved=moved, up=request.POST.get("to") == "up", follows=follows)
        return see_other(reverse("desk:arrange_leaders"))
    return render(
        request, "desk/arrange_leaders.html", {"row": row, "follows": Society.current().leaders_follow_offices}
    )
