from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "collegium.membership"
    label = "membership"

    def ready(self) -> None:
        from collegium.accounts.events import AddressConfirmed
        from collegium.discussion.bylines import byline_tells
        from collegium.membership.actions import UNASKED_MAIL, may_be_written_to, take_confirmed_address
        from collegium.membership.dues_mails import MAIL, is_still_due
        from collegium.membership.offices import office_fact
        from collegium.outbox import mail
        from collegium.web import news

        byline_tells(office_fact)
        mail.may_still_be_sent(MAIL, is_still_due)
        for kind in UNASKED_MAIL:
            mail.may_still_be_sent(kind, may_be_written_to)
        news.listen(AddressConfirmed, take_confirmed_address)
