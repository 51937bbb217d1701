"""The page an author is sent: the article as it will be, to approve or to ask for a change. Needs no account."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.discussion.actions import Refused
from collegium.discussion.reading import reading_of
from collegium.discussion.views import see_other
from collegium.files.passes import carried
from collegium.magazine.forms import AnswerForm
from collegium.magazine.models import Proof
from collegium.magazine.proofs import Ended, approve_proof, ask_for_change, proof_of
from collegium.web.limits import limited


@open_to("everyone")
@limited("edit")
def article_proof(request: HttpRequest, token: str) -> HttpResponse:
    """`/magazine/proof/<token>/`: opening it changes nothing; a POST approves, or asks for a change."""
    try:
        proof = proof_of(token)
    except BadSignature:
        raise Http404 from None
    except Ended as ended:
        return _unkept(render(request, "magazine/article_proof_ended.html", {"why": str(ended)}, status=410))
    form = AnswerForm(request.POST or None, author=proof.person, initial={"version": proof.version})
    if request.method == "POST" and form.is_valid() and _answered(proof, form):
        return _unkept(see_other(request.path))
    reading = reading_of(proof.article)
    context: dict[str, Any] = {
        "proof": proof,
        "article": proof.article,
        "token": token,
        "body": carried(reading.body, token),
        "references": reading.references,
        "form": form,
    }
    return _unkept(render(request, "magazine/article_proof.html", context, status=422 if form.is_bound else 200))


def _answered(proof: Proof, form: AnswerForm) -> bool:
    data = form.cleaned_data
    try:
        if data["act"] == "approve":
            approve_proof(proof, data["version"])
        else:
            ask_for_change(proof, data["version"], data["words"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _unkept(response: HttpResponse) -> HttpResponse:
    """Nobody keeps what a link alone opens, and no search engine lists it."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
