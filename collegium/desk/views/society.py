"""The society's settings: its name, color, language, days and addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.desk.actions import change_society
from collegium.desk.society_form import SocietyForm
from collegium.discussion.views import see_other
from collegium.web.models import Society
from collegium.web.turns import one_after_another


@open_to("administrators")
@one_after_another("society")
def edit_society(request: HttpRequest) -> HttpResponse:
    """`/desk/society/`: the one row of settings; every change is logged."""
    own = Society.objects.filter(pk=1).first() or Society(pk=1)  # a form changes what it is given: not the kept one
    form = SocietyForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        if form.changed_data:
            change_society(form.instance, form.changed_data, request.reader.person)
            messages.success(request, _("Saved. Every page has it from now on."))
        return see_other("/desk/society/")
    return render(request, "desk/edit_society.html", {"form": form}, status=422 if form.is_bound else 200)
