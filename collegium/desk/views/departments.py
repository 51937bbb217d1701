"""The departments of the magazine: add, rename, bring into order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.actions import Refused
from collegium.discussion.views import see_other
from collegium.magazine import departments as deeds
from collegium.magazine.forms import DepartmentForm
from collegium.magazine.models import Department


@open_to("editors")
def departments(request: HttpRequest) -> HttpResponse:
    """`/desk/editorial/departments/`: their order, which every issue and file follows; a button moves one a place."""
    if request.method == "POST":
        key, _colon, to = request.POST.get("move", "").partition(":")
        moved = (
            Department.objects.filter(pk=key).first() if key.isascii() and key.isdecimal() and len(key) < 12 else None
        )
        if moved is not None and to in ("up", "down"):
            deeds.move_department(moved, request.reader, up=to == "up")
        return see_other(reverse("desk:departments") + (f"#d-{moved.pk}" if moved else ""))
    return _page(request, DepartmentForm())


@open_to("editors")
@require_POST
def add_department(request: HttpRequest) -> HttpResponse:
    """A new heading for articles, after the others."""
    form = DepartmentForm(request.POST)
    if form.is_valid():
        deeds.add_department(form.cleaned_data["name"], request.reader)
        return see_other(reverse("desk:departments"))
    return _page(request, form)


@open_to("editors")
def rename_department(request: HttpRequest, department_id: int) -> HttpResponse:
    """`/desk/editorial/departments/<id>/`: another name, which its articles carry at once."""
    department = get_object_or_404(Department, pk=department_id)
    form = DepartmentForm(request.POST or None, instance=department)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.rename_department(department, form.cleaned_data["name"], request.reader)
            return see_other(reverse("desk:departments") + f"#d-{department.pk}")
        except Refused as refused:
            form.add_error("name", str(refused))
    context = {"form": form, "name": Department.objects.get(pk=department_id).name}
    return render(request, "desk/rename_department.html", context, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, form: DepartmentForm) -> HttpResponse:
    context = {"form": form, "departments": Department.objects.with_counts()}
    return render(request, "desk/departments.html", context, status=422 if form.is_bound else 200)
