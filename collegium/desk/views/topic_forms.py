"""What people should say when they start a topic: for each forum, asked in a few fields that staff write here."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.forums.models import Forum
from collegium.forums.prompt_forms import prompts_of
from collegium.forums.prompts import set_prompts
from collegium.groups.models import Group


@open_to("administrators")
def topic_forms(request: HttpRequest) -> HttpResponse:
    """`/desk/forums/`: every forum, and every group this administrator reads, with how much it asks."""
    forums = Forum.objects.select_related("section").annotate(asked=Count("prompts"))
    groups = Group.objects.confirmed().filter(audience__in=request.reader.audiences).annotate(asked=Count("prompts"))
    shown = {"forums": forums.order_by("section__order", "order", "name"), "groups": groups.order_by("name")}
    return render(request, "desk/topic_forms.html", shown)


@open_to("administrators")
def edit_topic_form(request: HttpRequest, forum: str) -> HttpResponse:
    """`/desk/forums/<forum>/`: what this forum asks, in up to eight fields."""
    place = get_object_or_404(Forum, slug=forum)
    rows = prompts_of(place, request.POST, request.reader.person)
    if request.method == "POST" and rows.is_valid():
        set_prompts(place, rows.wanted, request.reader.person)
        messages.success(request, _("Saved. Whoever starts a topic from now on is asked this."))
        return see_other(f"/desk/forums/{place.slug}/")
    context = {"rows": rows, "forum": place}
    return render(request, "desk/edit_topic_form.html", context, status=422 if rows.is_bound else 200)
