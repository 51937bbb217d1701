"""The table of access on the desk: staff change a draft, see whom it would move, and apply it like a roster."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.desk.roster_forms import CategoryForm, LineForm, MoveLineForm
from collegium.discussion.views import see_other
from collegium.membership import actions
from collegium.membership.access_table import DEFAULT, MOST, AccessTable, Line, lines_of
from collegium.membership.models import Category, RosterSettings, society_today
from collegium.membership.roster.running import begin_table
from collegium.web.models import Society
from collegium.web.numbers import number_of

PAGE = "/desk/membership/access/"


def _draft() -> tuple[Line, ...]:
    """The lines staff work on: their draft, else the table that counts."""
    settings = RosterSettings.current()
    return lines_of(settings.draft) if settings.draft is not None else AccessTable.current().lines


def _show(request: HttpRequest, form: LineForm | None = None) -> HttpResponse:
    lines = _draft()
    named = {code for line in lines for code in line.types.split()}
    anybody = any(not line.types for line in lines)
    context = {
        "lines": lines, "form": form or LineForm(), "has_draft": RosterSettings.current().draft is not None,
        "is_default": lines == DEFAULT, "grace": Society.current().grace_days, "most": MOST,
        "forgotten": [] if anybody else [one for one in Category.objects.all() if one.code not in named],
        "categories": Category.objects.all(),
    }  # fmt: skip
    return render(request, "desk/access_table.html", context, status=422 if form else 200)


@open_to("administrators")
def access_table(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/access/`: who gets what, line by line; a POST adds a line to the draft."""
    if request.method != "POST":
        return _show(request)
    form, lines = LineForm(request.POST), list(_draft())
    if not form.is_valid():
        return _show(request, form)
    place = number_of(request.POST.get("before", "")) or 0
    lines.insert(min(place, len(lines)), form.line)
    actions.draft_table(lines[:MOST], request.reader.person)
    return see_other(PAGE)


@open_to("administrators")
@require_POST
def move_line(request: HttpRequest) -> HttpResponse:
    """A line of the draft up, down or out."""
    form, lines = MoveLineForm(request.POST), list(_draft())
    if form.is_valid() and form.cleaned_data["line"] < len(lines):
        at, to = form.cleaned_data["line"], form.cleaned_data["to"]
        line = lines.pop(at)
        if to != "out":
            lines.insert(max(0, at + (1 if to == "down" else -1)), line)
        actions.draft_table(lines, request.reader.person)
    return see_other(PAGE)


@open_to("administrators")
@require_POST
def preview_table(request: HttpRequest) -> HttpResponse:
    """See whom the draft would move; nothing changes before it is applied."""
    run = begin_table(_draft(), society_today(), request.reader.person)
    return see_other(f"/desk/membership/roster/{run.pk}/")


@open_to("administrators")
@require_POST
def drop_draft(request: HttpRequest) -> HttpResponse:
    """Forget the draft, or begin a new one with the lines that societies use."""
    to_default = request.POST.get("to") == "default"
    actions.draft_table(list(DEFAULT) if to_default else None, request.reader.person)
    return see_other(PAGE)


@open_to("administrators")
def member_categories(request: HttpRequest) -> HttpResponse:
    """`/desk/membership/categories/`: days of grace and the dues year of each kind of membership."""
    categories = list(Category.objects.all())
    forms = [CategoryForm(request.POST or None, instance=one, prefix=one.code) for one in categories]
    valid = [form.is_valid() for form in forms]  # each is asked, so that each says what is wrong
    if request.method == "POST" and all(valid):
        if changed := [form.instance for form in forms if form.changed_data]:
            actions.change_categories(changed, request.reader.person)
        messages.success(request, _("Saved. It counts from the next roster on, or see whom it would move at once."))
        return see_other("/desk/membership/categories/")
    context = {"forms": forms, "grace": Society.current().grace_days}
    return render(request, "desk/member_categories.html", context, status=422 if request.method == "POST" else 200)
