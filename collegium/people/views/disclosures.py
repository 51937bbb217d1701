"""`/settings/disclosures/`: what one disclosed, filed once, confirmed once a year."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.meeting import Meeting
from collegium.discussion.views import see_other
from collegium.people import filing
from collegium.people.disclosures import WINDOWS, disclosed_by
from collegium.people.forms import RelationshipForm
from collegium.people.models import Relationship
from collegium.privacy.forms import Asking
from collegium.web.turns import one_after_another

HERE = "/settings/disclosures/"


class AskedRelationshipForm(Meeting, Asking, RelationshipForm):
    """A relationship, looked at for what could identify a patient."""

    asked_fields = ("company", "nature")


@open_to("registered")
def edit_disclosures(request: HttpRequest) -> HttpResponse:
    """What is on file, its state and the line it prints; POST `act=confirm` or `act=nothing` files."""
    person = request.reader.person
    if request.method == "POST":
        try:
            (filing.file_nothing if request.POST.get("act") == "nothing" else filing.confirm)(person)
            messages.success(request, _("Your disclosures are confirmed as of today."))
        except filing.Refused as refused:
            messages.warning(request, str(refused))
        return see_other(HERE)
    own = disclosed_by(person)
    rows = list(person.relationships.all())
    current = {one.pk for one in own.within(WINDOWS[1])}
    context = {
        "state": own.state(), "filing": own.filing, "statement": own.statement(),
        "current": [row for row in rows if row.pk in current], "past": [row for row in rows if row.pk not in current],
    }  # fmt: skip
    return render(request, "people/edit_disclosures.html", context)


def _edited(request: HttpRequest, row: Relationship | None) -> HttpResponse:
    person = request.reader.person
    shown = row or Relationship(person=person, start=None)
    form = AskedRelationshipForm(request.POST if request.method == "POST" else None, instance=shown, author=person)
    if request.method == "POST" and form.is_valid():
        names = RelationshipForm.Meta.fields
        filing.save_relationship(person, {name: form.cleaned_data[name] for name in names}, row)
        messages.success(request, _("It is on file, and your disclosures are confirmed as of today."))
        return see_other(HERE)
    context = {"form": form, "row": row}
    return render(request, "people/edit_relationship.html", context, status=422 if form.errors else 200)


@open_to("registered")
def add_relationship(request: HttpRequest) -> HttpResponse:
    """File another relationship."""
    return _edited(request, None)


@open_to("registered")
@one_after_another("relationship", own=True)
def edit_relationship(request: HttpRequest, relationship_id: int) -> HttpResponse:
    """Change one of the own relationships."""
    return _edited(request, get_object_or_404(request.reader.person.relationships, pk=relationship_id))


@open_to("registered")
@require_POST
def remove_relationship(request: HttpRequest, relationship_id: int) -> HttpResponse:
    """Take away what was filed by mistake."""
    filing.remove_relationship(get_object_or_404(request.reader.person.relationships, pk=relationship_id))
    messages.success(request, _("It is removed. What you wrote before keeps the line it was printed with."))
    return see_other(HERE)
