"""Where each article is on its way: stages, who has it, the author's proof."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.desk.views.editorial import article_context, article_of, form_of
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.magazine import actions, proofs
from collegium.magazine.forms import SendProofForm, StageForm
from collegium.magazine.models import Article, Proof


@open_to("editors")
@require_POST
def move_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """How far an article is, who has it and until when."""
    article, form = article_of(article_id), StageForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        actions.move_article(article, data["stage"], data["holder"], data["due_on"], request.reader)
        return _back(article)
    return _again(request, article, stage=form)


@open_to("editors")
@require_POST
def send_proof(request: HttpRequest, article_id: int) -> HttpResponse:
    """Mail an author the link to the present version; with `everybody`, all who were asked about an earlier one."""
    article = article_of(article_id)
    everybody = "everybody" in request.POST
    form = SendProofForm(None if everybody else request.POST, article=article)
    if everybody or form.is_valid():
        try:
            if everybody:
                proofs.send_to_everybody(article, request.reader)
                return _back(article)
            proofs.send_proof(article, form.addressee, request.reader)
            return _back(article)
        except Refused as refused:
            if everybody:
                messages.warning(request, str(refused))
                return _back(article)
            form.add_error(None, str(refused))
    return _again(request, article, proof_form=form)


@open_to("editors")
@require_POST
def withdraw_proof(request: HttpRequest, article_id: int, proof_id: int) -> HttpResponse:
    """End a link that was sent."""
    article = article_of(article_id)
    proofs.withdraw_proof(get_object_or_404(Proof, pk=proof_id, article=article), request.reader)
    return _back(article)


def _back(article: Article) -> HttpResponse:
    return see_other(reverse("desk:edit_article", args=[article.pk]))


def _again(request: HttpRequest, article: Article, **forms: object) -> HttpResponse:
    context = article_context(article) | {"form": form_of(request, article, bound=False)} | forms
    return render(request, "desk/edit_article.html", context, status=422)
