"""The second step of a sign-in: not asked again where a provider asked it, if staff said that this counts."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import stages
from django.http import HttpRequest


class AuthenticateStage(stages.AuthenticateStage):
    """allauth's; `factor` is set by `collegium/signon/` only."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        if records and records[-1].get("method") == "socialaccount" and records[-1].get("factor"):
            return False
        return bool(super()._should_handle(request))
