from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "collegium.discussion"
    label = "discussion"

    def ready(self) -> None:
        from collegium.discussion import attachments

        attachments.register()
