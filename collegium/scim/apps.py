from django.apps import AppConfig


class ScimConfig(AppConfig):
    name = "collegium.scim"
    label = "scim"
