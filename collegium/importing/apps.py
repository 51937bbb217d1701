from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "collegium.importing"
    label = "importing"
