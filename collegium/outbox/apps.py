from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "collegium.outbox"
    label = "outbox"

    def ready(self) -> None:
        from django.db import transaction
        from django_tasks.signals import task_enqueued

        from collegium.outbox import jobs
        from collegium.web import health

        def wake_after_commit(**_kwargs: object) -> None:
            transaction.on_commit(jobs.wake.set)

        health.readiness_needs("jobs", jobs.are_well)
        task_enqueued.connect(wake_after_commit, weak=False, dispatch_uid="collegium.outbox.wake")
