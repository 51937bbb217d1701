"""What was sent is no draft any more."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from collegium.discussion import drafts

Next = Callable[[HttpRequest], HttpResponse]


class SentDrafts:
    """Ends the draft that a form names (`draft`), once its words were taken: each screen answers that with 303."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, then look at what became of a form."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 303 and (key := request.POST.get("draft", "")):
            person_id = request.reader.person_id  # type: ignore[attr-defined]
            if person_id is not None and drafts.is_key(key):
                drafts.end(person_id, key)
        return response
