from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "collegium.desk"
    label = "desk"
