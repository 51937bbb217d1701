"""Making an issue: its front, what stands in it and in what order, publishing it."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.discussion.writing import PublishForm
from collegium.magazine import actions, building
from collegium.magazine.forms import IssueForm
from collegium.magazine.models import Issue
from collegium.web.lines import one_line
from collegium.web.numbers import number_of
from collegium.web.turns import one_after_another


@open_to("editors")
def new_issue(request: HttpRequest) -> HttpResponse:
    """`/desk/editorial/issues/new/`: begins with the number after the newest one's."""
    newest = Issue.objects.newest_first().first()
    following = {"volume": newest.volume, "number": newest.number + 1} if newest else {}
    return _issue(request, Issue(editor=request.reader.person, **following))


@open_to("editors")
@one_after_another("issue")
def edit_issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """`/desk/editorial/issues/<id>/`: its front, the order of its articles, publishing."""
    return _issue(request, get_object_or_404(Issue, pk=issue_id))


def _issue(request: HttpRequest, issue: Issue) -> HttpResponse:
    form = IssueForm(request.POST or None, request.FILES or None, instance=issue, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        try:
            _store(form, request.reader)
            return see_other(reverse("desk:edit_issue", args=[form.instance.pk]))
        except Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.is_bound else 200
    if not issue.pk:
        return render(request, "desk/new_issue.html", {"form": form, "issue": None}, status=status)
    return render(request, "desk/edit_issue.html", issue_context(request, issue, form), status=status)


@transaction.atomic
def _store(form: IssueForm, by: Reader) -> None:
    actions.save_issue(form.instance, by)
    if cover := form.cleaned_data["cover"]:
        actions.put_cover(form.instance, cover.read(), by)
    if pdf := form.cleaned_data["pdf"]:
        actions.put_pdf(form.instance, pdf.read(), by)


def issue_context(request: HttpRequest, issue: Issue, form: IssueForm | None = None) -> dict[str, object]:
    """The builder of an issue."""
    shelves = building.shelves_of(issue)
    return {
        "issue": issue,
        "form": form or IssueForm(instance=issue),
        "publish": PublishForm(),
        "shelves": shelves,
        "waiting": building.waiting_for(request.reader),
        "missing": building.missing_in(issue, shelves),
    }


@open_to("editors")
@require_POST
def arrange_issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Pages are saved; one article may move: up, down, out, in, or before the one it was dropped on."""
    issue, reader = get_object_or_404(Issue, pk=issue_id), request.reader
    sent = {
        key.removeprefix("pages-"): one_line(str(text)) for key, text in request.POST.items() if key[:6] == "pages-"
    }
    building.number_pages(issue, {pk: text[:20] for key, text in sent.items() if (pk := number_of(key))}, reader)
    key, _colon, deed = request.POST.get("move", "").partition(":")
    if not (pk := number_of(key)):
        return see_other(reverse("desk:edit_issue", args=[issue.pk]))
    try:
        building.move(issue, get_object_or_404(building.movable(issue), pk=pk), deed, reader)
    except Refused as refused:
        context = issue_context(request, issue) | {"refused": str(refused)}
        return render(request, "desk/edit_issue.html", context, status=422)
    return see_other(reverse("desk:edit_issue", args=[issue.pk]) + f"#a-{pk}")


@open_to("editors")
@require_POST
def publish_issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Publish an issue with its drafts, now or at a time."""
    issue = get_object_or_404(Issue, pk=issue_id)
    form = PublishForm({"at": request.POST.get("at", ""), "version": "0"})
    if form.is_valid():
        try:
            actions.publish_issue(issue, request.reader, at=form.cleaned_data["at"])
            return see_other(reverse("magazine:issue_detail", args=[issue.slug]))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "desk/edit_issue.html", issue_context(request, issue) | {"publish": form}, status=422)
