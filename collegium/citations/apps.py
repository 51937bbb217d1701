from django.apps import AppConfig


class CitationsConfig(AppConfig):
    name = "collegium.citations"
    label = "citations"
