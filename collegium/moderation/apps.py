from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "collegium.moderation"
    label = "moderation"

    def ready(self) -> None:
        from collegium.moderation.queue import waiting_for
        from collegium.web.chrome import counts

        counts("queue", waiting_for)
