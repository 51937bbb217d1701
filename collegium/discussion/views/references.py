"""The references of a piece, and the piece itself as a reference, as files for reference managers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from collegium.audience.doors import open_to
from collegium.citations.exports import bibtex, ris, works_in
from collegium.citations.formatting import Data
from collegium.discussion.citing import data_of_piece
from collegium.discussion.models import Piece
from collegium.discussion.views.found import piece_for

FORMS = {"ris": (ris, "application/x-research-info-systems"), "bib": (bibtex, "application/x-bibtex")}


@open_to("everyone")
def piece_references(request: HttpRequest, piece_id: int, form: str) -> HttpResponse:
    """`/pieces/<id>/references.ris` and `.bib`, for whoever has the piece in full."""
    piece = piece_for(request, piece_id)
    works = works_in(piece.body)
    if form not in FORMS or not works:
        raise Http404
    return _file(works, form, f"{piece.slug or piece.pk}-references")


@open_to("everyone")
def piece_citation(request: HttpRequest, piece_id: int, form: str) -> HttpResponse:
    """`/pieces/<id>/citation.ris` and `.bib`: a post or article as others cite it, for whoever sees its teaser."""
    found = Piece.objects.listed_for(request.reader).filter(pk=piece_id).first()
    data = data_of_piece(found) if found else None
    if found is None or data is None or form not in FORMS:
        raise Http404
    return _file([data], form, found.slug or str(found.pk))


def _file(works: list[Data], form: str, name: str) -> HttpResponse:
    write, kind = FORMS[form]
    answer = HttpResponse(write(works), content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
