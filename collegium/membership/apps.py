from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "collegium.membership"
    label = "membership"

    def ready(self) -> None:
        from collegium.discussion.bylines import byline_tells
        from collegium.membership.offices import office_fact

        byline_tells(office_fact)
