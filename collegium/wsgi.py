"""The site as a WSGI application."""

from __future__ import annotations

import os

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch

from collegium.web import addresses


class Site(WSGIHandler):
    """Django's, which remembers which view answers an address."""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """The view and its arguments.

        Raises:
            Resolver404: when no view answers.
        """
        request.resolver_match = addresses.match(request.path_info)
        return request.resolver_match


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collegium.settings")
django.setup(set_prefix=False)
application = Site()
