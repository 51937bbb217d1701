"""Subjects: one list over blogs, forums and magazine, each with what this reader may be shown."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from collegium.audience.doors import open_to
from collegium.discussion.models import Piece, Subject
from collegium.discussion.publishing import lines_of
from collegium.people.follows import followed, is_following
from collegium.web.paging import pages_of

KINDS = {"": _("All"), "post": _("Posts"), "topic": _("Topics"), "article": _("Articles")}


@open_to("everyone")
def subject_list(request: HttpRequest) -> HttpResponse:
    """`/subjects/`: all subjects with how much this reader finds under each."""
    pieces = Piece.objects.listed_for(request.reader)
    counts = dict(pieces.order_by().values_list("subjects").annotate(n=Count("pk")))
    rows = [(subject, counts.get(subject.pk, 0)) for subject in Subject.objects.all()]
    context = {"rows": rows, "followed": followed(request.reader, "subject")}
    return render(request, "discussion/subject_list.html", context)


@open_to("everyone")
def subject_detail(request: HttpRequest, subject: str) -> HttpResponse:
    """`/subjects/<subject>/`: posts, topics and articles about it, newest first; `?kind=` one of them."""
    about, reader = get_object_or_404(Subject, slug=subject), request.reader
    listed = Piece.objects.listed_for(reader).filter(subjects=about)
    numbers = dict(listed.order_by().values_list("kind").annotate(n=Count("pk")))
    kind = request.GET.get("kind", "")
    chosen = listed.filter(kind=kind) if kind in Piece.Kind.values else listed
    pages = pages_of(request, sum(numbers.values()) if chosen is listed else numbers.get(kind, 0))
    rows = chosen.newest_first().select_related("topic__forum", "topic__group", "post__blog", "article__department")
    context = {
        "subject": about,
        "lines": lines_of(rows[pages.slice], reader),
        "pages": pages,
        "kind": kind,
        "kinds": [
            (key, label, sum(numbers.values()) if not key else numbers.get(key, 0)) for key, label in KINDS.items()
        ],
        "following": is_following(reader, "subject", about.pk),
    }
    return render(request, "discussion/subject_detail.html", context)
