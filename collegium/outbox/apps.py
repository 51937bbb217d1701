from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "collegium.outbox"
    label = "outbox"

    def ready(self) -> None:
        from collegium.outbox import jobs
        from collegium.web import health

        health.readiness_needs("jobs", jobs.are_well)
