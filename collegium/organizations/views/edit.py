"""`/organizations/<organization>/edit/`: managers change facts, story and logo."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, Field
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.audience.reader import PAUSED
from collegium.discussion.forms import WordsForm
from collegium.discussion.meeting import Meeting
from collegium.discussion.views import see_other
from collegium.files.actions import whole
from collegium.files.forms import PictureForm
from collegium.files.kinds import Refused
from collegium.organizations import actions
from collegium.organizations.forms import PageForm
from collegium.organizations.models import Organization
from collegium.organizations.rights import may_change
from collegium.privacy.forms import Asking
from collegium.web import html
from collegium.web.turns import one_after_another


class StoryForm(Meeting, WordsForm):
    """The story, with headings."""

    headings = True
    cites = False

    def holds(self, name: str, field: Field) -> bool:
        """Only the story itself."""
        return name == "body"

    def texts_of(self, name: str, stored: list[str], typed: list[str]) -> tuple[str, str]:
        """The words without their markup."""
        return html.to_text(self.before), self.words.text


class AskedPageForm(Meeting, Asking, PageForm):
    """The facts, looked at for what could identify a patient."""

    asked_fields = ("description",)


def page_to_change(request: HttpRequest, slug: str) -> Organization:
    """The organization, when this reader may change it now; else the screen does not exist for them."""
    organization = get_object_or_404(Organization.objects.listed(), slug=slug)
    if not may_change(request.reader, organization):
        raise Http404
    return organization


def refuse_while_paused(form: BaseForm, request: HttpRequest) -> None:
    """Whoever a moderator paused writes nothing on the pages they manage either."""
    if request.reader.is_paused:
        form.add_error(None, str(PAUSED))


def _show(request: HttpRequest, organization: Organization, **forms: Any) -> HttpResponse:
    page = forms.get("form") or _page_form(organization, request)
    story = forms.get("story") or _story_form(organization, request)
    logo = forms.get("logo") or PictureForm()
    status = 422 if page.errors or story.errors or logo.errors else 200
    context = {"organization": organization, "form": page, "story": story, "logo_form": logo}
    return render(request, "organizations/edit_organization.html", context, status=status)


def _page_form(organization: Organization, request: HttpRequest, data: Any = None) -> AskedPageForm:
    is_administrator = request.reader.is_administrator
    return AskedPageForm(data, instance=organization, by_administrator=is_administrator, author=request.reader.person)


def _story_form(organization: Organization, request: HttpRequest, data: Any = None) -> StoryForm:
    return StoryForm(data, initial=_initial(organization), reader=request.reader, before=organization.story)


def _initial(organization: Organization) -> dict[str, str]:
    """The story as plain text where nothing is lost, else as HTML for the composer."""
    if html.is_plain(organization.story):
        return {"body": html.to_plain(organization.story), "body_format": "plain"}
    return {"body": organization.story, "body_format": "html"}


@open_to("registered")
@one_after_another("organization")
def edit_organization(request: HttpRequest, organization: str) -> HttpResponse:
    """Facts: name, kind, place, size, accounts."""
    page = page_to_change(request, organization)
    if request.method != "POST":
        return _show(request, page)
    form = _page_form(page, request, request.POST)
    refuse_while_paused(form, request)
    if not form.is_valid():
        return _show(request, Organization.objects.get(pk=page.pk), form=form)
    is_administrator = request.reader.is_administrator
    actions.change_page(page, form.values, request.reader.person, by_staff=is_administrator)
    return see_other(page.get_absolute_url())


@open_to("registered")
@require_POST
@one_after_another("organization")
def edit_story(request: HttpRequest, organization: str) -> HttpResponse:
    """The organization's own story, with author and date."""
    page = page_to_change(request, organization)
    story = _story_form(page, request, request.POST)
    refuse_while_paused(story, request)
    if not story.is_valid():
        return _show(request, page, story=story)
    actions.write_story(page, story.words.body, request.reader.person)
    return see_other(page.get_absolute_url())


@open_to("registered")
@require_POST
def edit_logo(request: HttpRequest, organization: str) -> HttpResponse:
    """The logo."""
    page, form = page_to_change(request, organization), PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, page, logo=form)
    picture, part = form.cleaned_data["picture"], form.cleaned_data["part"]
    try:
        actions.put_up_logo(page, whole(picture), picture.name, request.reader.person, part=part)
    except Refused as refused:
        form.add_error("picture", str(refused))
        return _show(request, page, logo=form)
    return see_other(page.get_absolute_url())
