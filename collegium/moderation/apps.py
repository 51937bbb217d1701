from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "collegium.moderation"
    label = "moderation"
