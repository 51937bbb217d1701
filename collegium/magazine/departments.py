"""Deeds with departments: add one, rename it, put it a place up or down. Every issue and file follows their order."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.discussion.actions import Refused
from collegium.discussion.events import PieceChanged
from collegium.magazine.models import Department
from collegium.outbox import audit
from collegium.web import news
from collegium.web.models import KeptVersion


def _require_editor(by: Reader) -> None:
    if not by.is_editor:
        raise Refused(_("Editors make the magazine. Send them what you would like to see in it."))


@transaction.atomic
def add_department(name: str, by: Reader) -> Department:
    """A new heading, after the others; the same name twice is once.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    last = Department.objects.order_by("order").last()
    order = last.order + 1 if last else 1
    return Department.objects.get_or_create(name=name, defaults={"order": order})[0]


@transaction.atomic
def rename_department(department: Department, name: str, by: Reader) -> None:
    """Give a department another name; its articles carry it at once, in issues that are out, too.

    Raises:
        Refused: not an editor, or another department has the name.
    """
    _require_editor(by)
    fresh = Department.objects.select_for_update().get(pk=department.pk)
    if Department.objects.filter(name__iexact=name).exclude(pk=fresh.pk).exists():
        raise Refused(_("There is a department of this name already. Choose another name."))
    if fresh.name == name:
        return
    detail = {"before": fresh.name, "after": name}
    fresh.name = name
    fresh.save(update_fields=["name"])
    audit.log(by.person, "renamed a department", about=("department", fresh.pk), detail=detail)
    for pk in fresh.articles.values_list("pk", flat=True):
        news.tell(PieceChanged(pk))
    KeptVersion.touch()


@transaction.atomic
def move_department(department: Department, by: Reader, *, up: bool) -> None:
    """Put a department one place up or down; at the end of the row nothing happens.

    Raises:
        Refused: not an editor.
    """
    _require_editor(by)
    row = list(Department.objects.select_for_update())
    place = next(index for index, one in enumerate(row) if one.pk == department.pk)
    to = place - 1 if up else place + 1
    if not 0 <= to < len(row):
        return
    row.insert(to, row.pop(place))
    for number, one in enumerate(row, 1):
        one.order = number
    Department.objects.bulk_update(row, ["order"])
    audit.log(by.person, "moved a department", about=("department", department.pk), why="up" if up else "down")
    KeptVersion.touch()
