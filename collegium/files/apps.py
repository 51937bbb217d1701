from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "collegium.files"
    label = "files"
