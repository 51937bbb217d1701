"""What django-allauth uses as its session of `requests`, with the guards of `collegium/web/outbound.py`."""

from __future__ import annotations

import base64
import json
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

from collegium.signon.refusing import NotTrusted
from collegium.web import outbound


class Response:
    """The few attributes of a response that are looked at."""

    headers = {"content-type": "application/json"}  # whatever it says: it is read as JSON or not at all

    def __init__(self, answer: outbound.Answer) -> None:
        self.status_code, self.content = answer.status, answer.body
        self.text = answer.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The content as JSON.

        Raises:
            NotTrusted: it is none.
        """
        try:
            return json.loads(self.content)
        except ValueError:
            raise NotTrusted(_("The provider answered something unreadable. Tell whoever runs it.")) from None

    def raise_for_status(self) -> None:
        """Refuse what is no success.

        Raises:
            NotTrusted: it is none.
        """
        if self.status_code >= 400:
            raise NotTrusted(
                _("The provider answered with the fault %(status)s. Try again; if it stays, tell whoever runs it.")
                % {"status": self.status_code}
            )


class Session:
    """Asks nobody but hosts that the operator listed, at public addresses, without following anywhere."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_any: object) -> None:
        """Nothing stays open."""

    def get(self, url: str, headers: dict[str, str] | None = None) -> Response:
        """Ask for an address."""
        return self.request("GET", url, headers=headers)

    def request(
        self, method: str, url: str, *, params: dict[str, str] | None = None, data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None, auth: Any = None,
    ) -> Response:  # fmt: skip
        """Ask for an address or send a form.

        Args:
            params: never used: no secret goes into an address (ASVS 14.2.1).
            auth: name and password (`requests.auth.HTTPBasicAuth`).

        Raises:
            NotTrusted: it may not be asked, or gave no answer.
        """
        sent = dict(headers or {})
        if auth is not None:
            pair = f"{auth.username}:{auth.password}".encode()
            sent["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        body = urlencode(data).encode() if data is not None else None
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        return Response(asked(url, method=method, headers=sent, body=body))


def asked(
    url: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> outbound.Answer:
    """What a host answers.

    Raises:
        NotTrusted: it may not be asked, or gave no answer.
    """
    try:
        return outbound.ask(url, method=method, headers=headers, body=body)
    except (outbound.NotAllowed, ValueError):
        raise NotTrusted(
            _("This site may not ask %(host)s. Whoever runs it can list the host in COLLEGIUM_OUTBOUND.")
            % {"host": host_of(url)}
        ) from None
    except outbound.NotReached:
        raise NotTrusted(
            _("%(host)s gave no answer. Try again in a moment, or sign in another way.") % {"host": host_of(url)}
        ) from None


def host_of(url: str) -> str:
    """The host of an address, as it is said to people."""
    try:
        return urlsplit(url).hostname or url[:80]
    except ValueError:
        return url[:80]
