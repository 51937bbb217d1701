from django.apps import AppConfig


class SignonConfig(AppConfig):
    name = "collegium.signon"
    label = "signon"

    def ready(self) -> None:
        """Offer linked providers where somebody has to prove once more who they are."""
        from collegium.accounts import adapter
        from collegium.signon.linking import ways_to_prove

        adapter.OTHER_WAYS.append(ways_to_prove)
