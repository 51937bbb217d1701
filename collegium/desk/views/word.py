"""Articles from Word files: bring them, see what was lost, say what their pictures show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from collegium.audience.doors import open_to
from collegium.audience.reader import Reader
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.magazine import word_actions
from collegium.magazine.models import Article, WordNote
from collegium.magazine.word_forms import BringForm, PicturesForm
from collegium.magazine.word_in import NotTaken
from collegium.magazine.word_lost import sentences
from collegium.web.limits import limited
from collegium.web.numbers import number_of

SHOWN = 60


@open_to("editors")
@limited("upload")
def bring_word(request: HttpRequest) -> HttpResponse:
    """`/desk/editorial/word/`: Word files become drafts, of an issue with `?issue=<id>`; below, those so far."""
    issue = number_of(request.GET.get("issue", ""))
    form = BringForm(request.POST or None, request.FILES or None, initial={"issue": issue})
    refused: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        refused = _bring(form, request.reader)
        chosen = form.cleaned_data["issue"]
        issue = chosen.pk if chosen else None
        if not refused:
            return see_other(reverse("desk:bring_word") + (f"?issue={issue}" if issue else ""))
    context = {"form": form, "refused": refused, "notes": _notes(issue, request.reader), "issue": issue}
    return render(request, "desk/bring_word.html", context, status=422 if form.is_bound else 200)


def _bring(form: BringForm, by: Reader) -> list[tuple[str, str]]:
    """The files that were not taken, with the reason; the others are drafts now."""
    data, refused = form.cleaned_data, []
    first = data["issue"].articles.count() if data["issue"] else 0
    for number, file in enumerate(data["word_files"], 1):
        try:
            word_actions.bring_article(
                file.read(), file.name or "", by, department=data["department"], issue=data["issue"],
                origin=f"{form.origin}:{number}", order=first + number,
            )  # fmt: skip
        except (NotTaken, Refused) as reason:
            refused.append((file.name or "", str(reason)))
    return refused


def _notes(issue: int | None, reader: Reader) -> list[dict[str, object]]:
    """What was brought and is not out yet, with what there is to do."""
    notes = WordNote.objects.filter(article__in=Article.objects.workable_by(reader)).select_related("article")
    notes = notes.filter(article__issue=issue) if issue else notes
    return [
        {
            "article": note.article, "lost": sentences(note.lost), "findings": note.findings,
            "pictures": len(word_actions.undescribed(note.article.body)), "has_authors": bool(note.article.bylines),
        }
        for note in notes.order_by("article__order", "-brought_at")[:SHOWN]
    ]  # fmt: skip


@open_to("editors")
def describe_pictures(request: HttpRequest, article_id: int) -> HttpResponse:
    """`/desk/editorial/articles/<id>/pictures/`: what the pictures show that nobody has described so far."""
    article = get_object_or_404(Article, pk=article_id, removed_at=None)
    form = PicturesForm(
        request.POST or None, pictures=word_actions.undescribed(article.body), author=request.reader.person
    )
    if request.method == "POST" and form.is_valid():
        word_actions.describe_pictures(article, form.descriptions, request.reader)
        left = set(form.pictures) - set(form.descriptions)
        name = "desk:describe_pictures" if left else "desk:edit_article"
        return see_other(reverse(name, args=[article.pk]))
    context = {"form": form, "article": article}
    return render(request, "desk/describe_pictures.html", context, status=422 if form.is_bound else 200)
