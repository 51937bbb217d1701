"""`/desk/settings/`: what the society decided about itself and its places, on one page, with the way to change it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.blogs.models import Blog
from collegium.forums.models import Forum
from collegium.web.models import Society


@open_to("administrators")
def society_settings(request: HttpRequest) -> HttpResponse:
    """The society's settings, and for each kind of place who reads and who writes there by default."""
    society = Society.current()
    context = {
        "kept": society,
        "spoken": dict(settings.LANGUAGES).get(society.language, society.language),
        "forums": Forum.objects.select_related("readers", "writers"),
        "blogs": Blog.objects.filter(retired_at=None).select_related("readers", "writers"),
    }
    return render(request, "desk/society_settings.html", context)
