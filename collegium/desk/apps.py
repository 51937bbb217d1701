from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "collegium.desk"
    label = "desk"

    def ready(self) -> None:
        from collegium.desk.known_links import linked_by_orcid, places_of_people
        from collegium.desk.merging import give_all_to_survivor
        from collegium.membership.events import PeopleMerged
        from collegium.membership.roster.links import linked_by, places_come_from
        from collegium.web import news

        news.listen(PeopleMerged, give_all_to_survivor)
        linked_by(linked_by_orcid)
        places_come_from(places_of_people)
