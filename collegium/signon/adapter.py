"""How django-allauth's part for accounts elsewhere behaves here: it asks through our guards and makes no accounts."""

from __future__ import annotations

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from collegium.signon.asking import Session


class SocialAdapter(DefaultSocialAccountAdapter):
    """Only the session and one refusal: the rest of a sign-in is `collegium/signon/views/`."""

    def get_requests_session(self) -> Session:
        """The guarded one."""
        return Session()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """The roster and the form for guests make accounts, nobody else."""
        return False
