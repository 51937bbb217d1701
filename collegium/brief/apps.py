from django.apps import AppConfig


class BriefConfig(AppConfig):
    name = "collegium.brief"
    label = "brief"

    def ready(self) -> None:
        from collegium.brief import letter
        from collegium.notifications.letters import stop_of
        from collegium.outbox import mail

        mail.may_still_be_sent("brief", letter.write)
        mail.unsubscribed_at("brief", stop_of)
