from django.apps import AppConfig


class MagazineConfig(AppConfig):
    name = "collegium.magazine"
    label = "magazine"
