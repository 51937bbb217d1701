from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "collegium.membership"
    label = "membership"

    def ready(self) -> None:
        from collegium.accounts.events import AddressConfirmed
        from collegium.discussion.bylines import byline_tells
        from collegium.membership.actions import take_confirmed_address
        from collegium.membership.offices import office_fact
        from collegium.web import news

        byline_tells(office_fact)
        news.listen(AddressConfirmed, take_confirmed_address)
