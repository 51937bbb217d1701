from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "collegium.search"
    label = "search"

    def ready(self) -> None:
        from collegium.search import listeners

        listeners.register()
