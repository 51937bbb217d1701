"""`POST /follow/`: follow something, or stop."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.people import actions
from collegium.people.follows import may_follow
from collegium.web.numbers import number_of


def local_path(text: str, default: str = "/") -> str:
    """The text when it is a path on this site, else the default: nobody is led elsewhere."""
    is_local = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_local else default


@open_to("registered")
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Fields: kind, id, on (1, 0 or mute), next."""
    kind, number = request.POST.get("kind", ""), number_of(request.POST.get("id", ""))
    if number is None:
        raise Http404
    reader = request.reader
    wish = request.POST.get("on", "1")
    if wish != "0" and not may_follow(reader, kind, number):
        raise Http404
    actions.unmute(reader.person, kind, number)
    {"0": actions.unfollow, "mute": actions.mute}.get(wish, actions.follow)(reader.person, kind, number)
    return see_other(local_path(request.POST.get("next", "")))
