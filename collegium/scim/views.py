"""`/scim/v2/`: from Django's request to scim2-server and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from collegium.audience.doors import open_to
from collegium.scim.models import Token
from collegium.scim.tokens import find_token
from collegium.web.limits import seconds_to_wait

if TYPE_CHECKING:
    from scim2_server.responses import ScimResponse

TYPE = "application/scim+json; charset=utf-8"


@csrf_exempt
@open_to("everyone")
def scim(request: HttpRequest, path: str) -> HttpResponse:
    """Every request of another system: asked for its token (all but the description of the service) and counted."""
    token = find_token(request.headers.get("Authorization", ""))
    wait = seconds_to_wait(request, "scim" if token else "scim_refused", by=f"scim:{token.pk}" if token else "")
    if wait:
        answer = _plain(429, "Too many requests.")
        answer["Retry-After"] = str(wait)
        return answer
    if token is None and path.rstrip("/") != "ServiceProviderConfig":
        answer = _plain(401, "A token that an administrator made on the desk is needed.")
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    try:
        return _answered(request, path, token)
    except RequestDataTooBig:
        return _plain(413, "The body is too large.")


def _plain(status: int, detail: str) -> HttpResponse:
    said = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": str(status), "detail": detail}
    answer = HttpResponse(json.dumps(said), status=status, content_type=TYPE)
    answer["Cache-Control"] = "no-store"
    return answer


def _answered(request: HttpRequest, path: str, token: Token | None) -> HttpResponse:
    from scim2_models import SCIMException
    from scim2_server.handler import ScimHandler
    from scim2_server.requests import ScimRequest
    from scim2_server.service import ScimService

    from collegium.scim import reading
    from collegium.scim.schemas import provider
    from collegium.scim.storage import Storage

    service, text = ScimService(provider()), request.body.decode("utf-8", "replace")
    query = {name: reading.lengthened(value) for name, value in request.GET.dict().items()}
    is_short = reading.is_short(text) or query != request.GET.dict()
    body = reading.without_unknown(request.method, path, reading.lengthened(text))
    asked = ScimRequest(
        method=str(request.method), base_url=f"{settings.SITE_URL}/scim/v2", path=f"/{path}".removesuffix(".scim"),
        query=query, headers=dict(request.headers), body=body.encode(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            answer = ScimHandler(service, Storage(token.name if token else "")).handle(asked)
    except SCIMException as fault:
        answer = service.error_response(fault)
    return _sent(answer, reading.shortened if is_short else str)


def _sent(answer: ScimResponse, worded: Callable[[str], str]) -> HttpResponse:
    body = "" if answer.body is None else worded(json.dumps(answer.body))
    response = HttpResponse(body, status=HTTPStatus(answer.status).value, content_type=TYPE)
    for name, value in answer.headers.items():
        if name.lower() != "content-type":
            response[name] = value
    response["Cache-Control"] = "no-store"
    return response
