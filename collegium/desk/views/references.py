"""`/desk/references/`: works that people cite; what no register tells is entered, what is wrong is mended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.citations.actions import mend, noted
from collegium.citations.identifiers import only
from collegium.citations.models import Work
from collegium.desk.work_form import CitedWorkForm
from collegium.discussion.views import see_other
from collegium.web.paging import pages_of
from collegium.web.texts import sent
from collegium.web.turns import one_after_another


@open_to("editors")
def work_list(request: HttpRequest) -> HttpResponse:
    """What is not known first; by an identifier or by words of the title."""
    words = sent(request.GET, "q", 300)
    own = only(words) if words else None
    works = Work.objects.spoken_for(own.key if own else "", words)
    pages = pages_of(request, works.count(), 30)
    can_enter = own is not None and not pages.total
    context = {
        "words": words,
        "works": works[pages.slice],
        "pages": pages,
        "enter": own.key if own and can_enter else "",
    }
    return render(request, "desk/work_list.html", context)


@open_to("editors")
@require_POST
def enter_work(request: HttpRequest) -> HttpResponse:
    """A work that nobody cites yet: its identifier, then what is known of it."""
    own = only(sent(request.POST, "identifier", 300))
    if own is None:
        messages.error(request, _("This is no identifier of a work. Give a DOI, PMID, PMCID, NCT or arXiv number."))
        return see_other("/desk/references/")
    work = noted([own.key])[0]
    return see_other(f"/desk/references/{work.same_as_id or work.pk}/")


@open_to("editors")
@one_after_another("work")
def edit_work(request: HttpRequest, work_id: int) -> HttpResponse:
    """`/desk/references/<id>/`: all that is known of one work, and how it is printed; `preview` shows it unsaved."""
    work = get_object_or_404(Work, pk=work_id, same_as=None)
    form = CitedWorkForm(request.POST if request.method == "POST" else None, work=work)
    is_preview = "preview" in request.POST
    if form.is_bound and form.is_valid() and not is_preview:
        mend(work, form.known, form.became, request.reader.person)
        messages.success(request, _("Saved. Whatever cites it is printed anew."))
        return see_other(f"/desk/references/{work.pk}/")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/edit_work.html", {"form": form, "work": work, "is_preview": is_preview}, status=status)
