"""`/report/?kind=…&id=…`: everybody registered may report what they have."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.moderation import actions
from collegium.moderation.forms import ReportForm
from collegium.moderation.things import Thing, readable
from collegium.web.limits import limited
from collegium.web.numbers import number_of


def _thing(request: HttpRequest) -> Thing:
    kind, number = request.GET.get("kind", ""), number_of(request.GET.get("id", ""))
    if number is None:
        raise Http404
    return readable(kind, number, request.reader)


@open_to("registered")
@limited("report")
def report(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with a thing; a moderator looks at it."""
    thing = _thing(request)
    form = ReportForm(request.POST or None, author=request.reader.person)
    if request.method == "POST" and form.is_valid():
        actions.report(thing, request.reader.person, form.cleaned_data["reason"], form.cleaned_data["note"])
        messages.success(
            request,
            _("Thank you. A moderator looks at it; you see what came of it under “Your reports”. Nobody else does."),
        )
        return see_other("/reports/")
    status = 422 if form.is_bound else 200
    return render(request, "moderation/report.html", {"form": form, "thing": thing}, status=status)
