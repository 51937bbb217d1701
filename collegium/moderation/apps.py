from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "collegium.moderation"
    label = "moderation"

    def ready(self) -> None:
        from collegium.moderation import attachments, letters
        from collegium.moderation.queue import waiting_for
        from collegium.outbox.mail import may_still_be_sent
        from collegium.web.chrome import counts

        attachments.register()
        counts("queue", waiting_for)
        may_still_be_sent(letters.KIND, letters.may_still_be_sent)
