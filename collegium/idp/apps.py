from django.apps import AppConfig


class IdpConfig(AppConfig):
    name = "collegium.idp"
    label = "idp"
