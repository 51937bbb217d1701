"""The bytes of a file, through its parent's access; and the composer's upload."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collegium.audience.doors import Door, open_to
from collegium.files import access, actions, passes
from collegium.files.kinds import kind_of
from collegium.files.models import File
from collegium.privacy.intake import look_at
from collegium.web.limits import seconds_to_wait

NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"


@open_to("everyone")
@require_safe
def file_detail(request: HttpRequest, file_id: int, width: int | None = None) -> HttpResponse:
    """`/files/<id>/` and `/files/<id>/<width>/`: as its parent answers."""
    file = get_object_or_404(File, pk=file_id)
    verdict = access.verdict(file, request.reader)
    passed = verdict != "full" and passes.opens(request.GET.get(passes.NAME, ""), file)
    if verdict == "door" and not passed:
        raise Door
    if not (verdict == "full" or passed) or (width is not None and not file.is_picture):
        raise Http404
    if request.method == "GET":
        access.note_view(file, request.reader)
    name = file.stored_name(width)
    etag = f'"{file.sha256[:32]}-{name.rpartition("/")[2]}"'
    response = get_conditional_response(request, etag=etag) or _bytes(file, name)
    response["ETag"] = etag
    is_public = request.reader.is_visitor or access.is_public(file)
    is_kept = not passed and not access.is_noted(file)
    response["Cache-Control"] = "no-store" if not is_kept else "public, no-cache" if is_public else "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _bytes(file: File, name: str) -> HttpResponse:
    try:
        with default_storage.open(name) as stream:
            response = HttpResponse(stream.read(), content_type=file.content_type)
    except FileNotFoundError:
        raise Http404 from None
    shown = f"{file.name.rpartition('.')[0]}.webp" if file.is_picture else file.name
    response["Content-Disposition"] = content_disposition_header(not file.is_shown_in_place, shown)  # type: ignore[assignment]
    if file.is_picture:
        response["Content-Security-Policy"] = NOTHING_RUNS
    return response


def _ask_about_name(request: HttpRequest, name: str) -> None:
    """Refuse a name that could identify a patient, unless its sender says that it does not (`not_patient`).

    Raises:
        Refused: it could, and nothing was said about it.
    """
    look = look_at({"file name": name}, by=request.reader.person, not_patient=request.POST.getlist("not_patient"))
    if look.open:
        raise actions.Refused(
            _("The name of this file could identify a patient: “%(words)s”. Rename the file, then send it again.")
            % {"words": look.open[0].finding.text}
        )


@open_to("registered")
@require_POST
def upload_file(request: HttpRequest) -> JsonResponse:
    """`POST /files/upload/` with `file`: {id, url, width, height, name, kind}, or {error} with 422, too often 429."""
    if wait := seconds_to_wait(request, "upload"):
        error = _("You have sent many files. Try again in %(n)s minutes.") % {"n": -(-wait // 60)}
        return JsonResponse({"error": error}, status=429, headers={"Retry-After": str(wait)})
    sent = request.FILES.get("file")
    if sent is None:
        return JsonResponse({"error": _("No file came with this. Choose one and send it again.")}, status=422)
    try:
        data, name = actions.whole(sent), sent.name or ""
        kind_of(data, name)  # what is not taken at all is told before its name is looked at
        _ask_about_name(request, name)
        file = actions.store(data, name, request.reader.person)
    except actions.Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    facts = {"id": file.pk, "url": file.url, "width": file.width, "height": file.height}
    return JsonResponse({**facts, "name": file.name, "kind": file.kind}, status=201)
