from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "collegium.outbox"
    label = "outbox"
