from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "collegium.groups"
    label = "groups"

    def ready(self) -> None:
        from collegium.groups.letters import KIND, may_still_be_sent
        from collegium.outbox import mail

        mail.may_still_be_sent(KIND, may_still_be_sent)
