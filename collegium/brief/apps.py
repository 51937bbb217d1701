from django.apps import AppConfig


class BriefConfig(AppConfig):
    name = "collegium.brief"
    label = "brief"
