"""What the composer asks when somebody pastes or types an identifier."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.citations import orcid
from collegium.citations.card import as_text
from collegium.citations.identifiers import only
from collegium.web.limits import limited

LONGEST = 600  # characters that are looked at


@open_to("registered")
@limited("check", methods=("GET",))
def find_reference(request: HttpRequest) -> JsonResponse:
    """`GET /references/find/?q=`: {"key", "text"} of a work, {"href", "text"} of an ORCID iD, {} of anything else.

    What is asked is not stored and nobody else is asked; a text that is no identifier stays its author's.
    """
    text = request.GET.get("q", "")[:LONGEST]
    if found := only(text):
        return JsonResponse({"key": found.key, "text": as_text(found.key)})
    if person := orcid.read(text):
        return JsonResponse({"href": person.address, "text": _("ORCID iD %(id)s") % {"id": person.value}})
    return JsonResponse({})
