from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "collegium.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Hear of sign-ins."""
        from collegium.accounts import activity

        activity.listen()
