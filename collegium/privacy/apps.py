from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "collegium.privacy"
    label = "privacy"
