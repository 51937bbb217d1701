"""Home, in its first form: leaders first, then what moved, then the magazine; every number the reader's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.blogs.leaders import leaders_of
from collegium.blogs.models import Blog, Post
from collegium.discussion.publishing import lines_of
from collegium.forums import lists
from collegium.forums.models import Topic
from collegium.magazine.models import Issue

POSTS, TOPICS = 4, 5


@open_to("everyone")
def home(request: HttpRequest) -> HttpResponse:
    """`/`: for members what is new to them, for guests and visitors what is open to them."""
    reader = request.reader
    posts = Post.objects.listed_for(reader).select_related("blog").prefetch_related("subjects").newest_first()
    topics = Topic.objects.filter(group=None).readable_by(reader).moved_first()
    view = "new" if reader.person else "latest"
    moved = lists.in_view(topics, view, reader).select_related("forum", "forum__section", "group")
    rows = lists.topic_rows(moved[:TOPICS], reader)
    context = {
        "lines": lines_of(posts[:POSTS], reader),
        "leaders": leaders_of(Blog.objects.running().with_latest(reader), reader),
        "rows": rows,
        "new_topics": lists.view_counts(topics, reader).get("new", 0),
        "issue": Issue.objects.out().newest_first().first(),
    }
    return render(request, "brief/home.html", context)
