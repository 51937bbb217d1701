from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "collegium.desk"
    label = "desk"

    def ready(self) -> None:
        from collegium.desk.merging import give_all_to_survivor
        from collegium.membership.events import PeopleMerged
        from collegium.web import news

        news.listen(PeopleMerged, give_all_to_survivor)
