"""All articles of an issue on one page, and their proofs sent with one button."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.magazine import preparing
from collegium.magazine.models import Issue
from collegium.magazine.prepare_forms import PrepareForm, refusal_to_send


@open_to("editors")
def prepare_issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """`/desk/editorial/issues/<id>/articles/`: what each draft is, who wrote it, what its pictures show; the proofs."""
    issue, reader = get_object_or_404(Issue, pk=issue_id), request.reader
    articles = preparing.drafts_of(issue)
    form = PrepareForm(request.POST or None, articles=articles, author=reader.person)
    if request.method == "POST" and form.is_valid():
        try:
            unreached = _store(form, reader, are_sent=request.POST.get("proofs") == "1")
            if not unreached:
                return see_other(reverse("desk:edit_issue", args=[issue.pk]))
            form = PrepareForm(articles=preparing.drafts_of(issue), author=reader.person)
            context = {"form": form, "issue": issue, "told": refusal_to_send(unreached)}
            return render(request, "desk/prepare_issue.html", context)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "issue": issue, "told": ""}
    return render(request, "desk/prepare_issue.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _store(form: PrepareForm, by: Reader, *, are_sent: bool) -> list[str]:
    """Save all of it; with proofs, the titles whose authors cannot be reached."""
    for article in form.articles:
        preparing.prepare_article(article, form.facts_of(article), by)
    if not are_sent:
        return []
    _sent, unreached = preparing.send_proofs(form.articles, form.addresses, by)
    return [article.title for article in unreached]
