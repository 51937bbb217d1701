"""`/organizations/<organization>/edit/news/`: those who manage the page put news up and take them down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.organizations import actions
from collegium.organizations.forms import NewsForm
from collegium.organizations.models import Notice
from collegium.organizations.views.edit import page_to_change, refuse_while_paused
from collegium.privacy.forms import Asking
from collegium.web.limits import limited


class AskedNewsForm(Asking, NewsForm):
    """News, looked at for what could identify a patient."""

    asked_fields = ("title", "text")


@open_to("registered")
@limited("edit")
def edit_news(request: HttpRequest, organization: str) -> HttpResponse:
    """The form, and what is up."""
    page = page_to_change(request, organization)
    initial = {"day": timezone.localdate()}
    form = AskedNewsForm(request.POST or None, initial=initial, author=request.reader.person)
    if form.is_bound:
        refuse_while_paused(form, request)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        actions.put_up_notice(page, data["title"], data["text"], data["link"], data["day"], request.reader.person)
        return see_other(request.path)
    context = {"organization": page, "form": form, "notices": page.notices.newest_first()}
    return render(request, "organizations/edit_news.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
@require_POST
def take_down_news(request: HttpRequest, organization: str, notice_id: int) -> HttpResponse:
    """One goes, for good."""
    page = page_to_change(request, organization)
    actions.take_down_notice(get_object_or_404(Notice, organization=page, pk=notice_id), request.reader.person)
    return see_other(f"{page.get_absolute_url()}edit/news/")
