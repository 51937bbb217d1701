"""The directory of members as a table: asked for, made by a job, handed out for a day to the one who asked, deleted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.desk.models import MemberExport
from collegium.files import actions as files
from collegium.files.models import File
from collegium.outbox import audit
from collegium.people import directory, table
from collegium.people.views.members import Found
from collegium.web import sheets
from collegium.web.facets import Choices
from collegium.web.languages import spoken_to

PARENT = "member-export"


def found(query: QueryDict) -> Found:
    """Whom the search of an address finds."""
    return Found(Choices(query, directory.FACETS))


def ask_for_table(by: User, query: QueryDict, **wishes: Any) -> MemberExport:
    """Have a table made; while one is being made for this person, it is that one.

    Args:
        query: the search of the directory.
        wishes: `why`, `reaching`, `kind`.
    """
    try:
        with transaction.atomic():
            export = MemberExport.objects.create(asked_by=by, search=query.urlencode(), **wishes)
            audit.log(by, "asked for the directory of members as a table", why=export.why, detail=_detail(export))
            _enqueue(export)
    except IntegrityError:
        return MemberExport.objects.filter(asked_by=by).latest("pk")
    return export


def _enqueue(export: MemberExport) -> None:
    from collegium.desk.tasks import make_member_export

    make_member_export.enqueue(export.pk)


def _detail(export: MemberExport) -> dict[str, Any]:
    return {"search": export.search[:500], "kind": export.kind, "with addresses": export.reaching}


def make_now(export_id: int) -> None:
    """Make a table, in the language of the person who asked, unless they are no administrator any more."""
    export = MemberExport.objects.running().select_related("asked_by").filter(pk=export_id).first()
    if export is None:
        return  # done before, by this job's earlier try
    with spoken_to(export.asked_by):
        try:
            if reader_for(export.asked_by).is_administrator:
                _make(export)
            else:
                _end(export, _("Nothing was made: you are no administrator any more."))
        except Exception:
            _end(export, _("The table could not be made because of a fault of the site. Ask for it again."))
            raise


def _make(export: MemberExport) -> None:
    """Row by row into a file on the disk, and from there into the storage."""
    people = found(QueryDict(export.search)).chosen
    export.people = len(people)
    rows = chain([table.heading(reaching=export.reaching)], _rows(export, people))
    with tempfile.TemporaryFile() as stream:
        sheets.write(export.kind, rows, _("Members"), stream)
        with transaction.atomic():
            files.erase_of(PARENT, export.pk)  # of an earlier try that was interrupted
            files.keep(stream, export.name, export.kind, PARENT, export.pk)
            _end(export)


def _rows(export: MemberExport, people: Sequence[int]) -> Iterator[list[str]]:
    for first in range(0, len(people), table.BATCH):
        some = people[first : first + table.BATCH]
        yield from table.rows(some, reaching=export.reaching)
        export.done += len(some)
        MemberExport.objects.filter(pk=export.pk).update(people=export.people, done=export.done)


def _end(export: MemberExport, failed: str = "") -> None:
    MemberExport.objects.filter(pk=export.pk).update(ended_at=timezone.now(), failed=failed, people=export.people)


@transaction.atomic
def hand_out(export: MemberExport, to: User) -> FileResponse:
    """The file, piece by piece as it is sent, and a line in the log that says to whom, what for, and of how many.

    Raises:
        Http404: its time ended in this moment, and nothing is noted.
    """
    file = File.objects.of(PARENT, export.pk).first()
    if file is None:
        raise Http404
    detail = {"people": export.people} | _detail(export)
    audit.log(to, "exported the directory of members", why=export.why, detail=detail)
    try:
        stream = default_storage.open(file.stored_name())
    except FileNotFoundError:
        raise Http404 from None
    kind = sheets.TYPES[export.kind]
    return FileResponse(stream, as_attachment=True, filename=export.name, content_type=kind)


def sweep() -> None:
    """Delete tables whose day is over, with their files; end those whose job was lost."""
    for export in MemberExport.objects.lost().select_related("asked_by"):
        with spoken_to(export.asked_by):
            _end(export, _("The table was not made within an hour. Ask for it again."))
    with transaction.atomic():
        for export in MemberExport.objects.old():
            files.erase_of(PARENT, export.pk)
            export.delete()
