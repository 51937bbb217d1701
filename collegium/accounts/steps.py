"""Steps on the way to a sign-in or a new password, kept in a visitor's session until they are finished.

What was begun ends with the sessions: at a new password, a suspension, "end all sessions" (SAFETY.md). Each step counts
its own tries in the session; requests that run at the same moment read the same number, so a second count is behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY as RESET
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY as SIGN_IN
from allauth.account.utils import url_str_to_user_pk
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from collegium.accounts import activity, first
from collegium.accounts.models import Activity, User
from collegium.web.limits import seconds_to_wait, too_many

CODES = {
    "account_confirm_login_code", "account_confirm_password_reset_code", "account_email_verification_sent",
    "first_code",
}  # fmt: skip
NAMES = CODES | {"account_complete_password_reset", "mfa_authenticate", "first_choose"}


def before(request: HttpRequest) -> HttpResponse | None:
    """Asked before each step: forget what has ended; refuse codes tried too often."""
    for key, person, begun in list(_begun(request)):
        ended = User.objects.filter(pk=person).values_list("sessions_ended_at", flat=True).first()
        if ended is not None and begun <= ended.timestamp():
            del request.session[key]
            messages.warning(
                request, _("This step has ended, because the password or the account changed. Begin again.")
            )
    match = request.resolver_match
    if request.method != "POST" or match is None or match.url_name not in CODES:
        return None
    if not any(_begun(request)):  # nobody's: a wrong code of a known account leaves a line too, and takes as long
        activity.note(request, Activity.What.REFUSED, None, Activity.Way.CODE)
    wait = seconds_to_wait(request, "code", by=request.session.session_key or "")
    return too_many(request, wait) if wait else None


def _begun(request: HttpRequest) -> Iterator[tuple[str, int, float]]:
    """The steps in this session that are about somebody: key, whose, and when they began (seconds)."""
    if (found := request.session.get(SIGN_IN)) and found.get("user_pk"):
        yield SIGN_IN, url_str_to_user_pk(found["user_pk"]), found["initiated_at"]
    if (found := request.session.get(RESET)) and found.get("user_id"):
        yield RESET, int(found["user_id"]), found["at"]
    if (found := request.session.get(first.KEY)) and found.get("person"):
        yield first.KEY, found["person"], found["until"] - first.LASTS
