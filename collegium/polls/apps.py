from __future__ import annotations

from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "collegium.polls"
    label = "polls"
