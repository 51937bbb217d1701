"""What machines ask of membership: one changed record, pushed and signed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from collegium.audience.doors import open_to
from collegium.membership import pushing
from collegium.web.limits import seconds_to_wait


def _answer(said: pushing.Said) -> JsonResponse:
    response = JsonResponse({"outcome": said.outcome, "message": said.message}, status=said.status)
    response["Cache-Control"] = "no-store"
    if said.status == 401:
        response["WWW-Authenticate"] = 'Collegium-Signature realm="members"'
    return response


@csrf_exempt
@open_to("everyone")
def member_changed(request: HttpRequest) -> HttpResponse:
    """`/api/v1/members/changed/`: the signature alone says who sends; no cookie, no session."""
    if request.method != "POST":
        response = _answer(pushing.Said(405, "method", _("Send a record with POST.")))
        response["Allow"] = "POST"
        return response
    if wait := seconds_to_wait(request, "push"):
        response = _answer(pushing.Said(429, "too many", _("Too many records at once. Wait, then send the rest.")))
        response["Retry-After"] = str(wait)
        return response
    if len(request.body) > pushing.LARGEST:
        return _answer(pushing.Said(413, "too large", _("A record has at most 64 KB.")))
    key, timestamp, signature = (
        request.headers.get(f"X-Collegium-{name}", "")[:200] for name in ("Key", "Timestamp", "Signature")
    )
    return _answer(pushing.take(key, timestamp, signature, request.body))
