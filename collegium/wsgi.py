"""The site as a WSGI application."""

from __future__ import annotations

import os
from functools import lru_cache

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch, get_resolver

LONGEST = 200  # characters of an address whose view is remembered


class Site(WSGIHandler):
    """Django's, which remembers which view answers an address."""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """The view and its arguments.

        Raises:
            Resolver404: when no view answers.
        """
        path = request.path_info
        request.resolver_match = _match(path) if len(path) <= LONGEST else get_resolver().resolve(path)
        return request.resolver_match


@lru_cache(maxsize=4096)
def _match(path: str) -> ResolverMatch:
    return get_resolver().resolve(path)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collegium.settings")
django.setup(set_prefix=False)
application = Site()
