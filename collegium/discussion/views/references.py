"""The references of a piece as a file for reference managers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from collegium.audience.doors import open_to
from collegium.citations.exports import bibtex, ris, works_in
from collegium.discussion.views.found import piece_for

FORMS = {"ris": (ris, "application/x-research-info-systems"), "bib": (bibtex, "application/x-bibtex")}


@open_to("everyone")
def piece_references(request: HttpRequest, piece_id: int, form: str) -> HttpResponse:
    """`/pieces/<id>/references.ris` and `.bib`, for whoever has the piece in full."""
    piece = piece_for(request, piece_id)
    works = works_in(piece.body)
    if form not in FORMS or not works:
        raise Http404
    write, kind = FORMS[form]
    answer = HttpResponse(write(works), content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{piece.slug or piece.pk}-references.{form}"'
    return answer
