"""When scheduled jobs run next, and which workers are alive."""

from __future__ import annotations

from django.db import models


class Schedule(models.Model):
    """A job with a cron expression (UTC). Whoever moves `next_at` on by a conditional UPDATE enqueues it: once."""

    path = models.CharField(max_length=200, unique=True)
    expression = models.CharField(max_length=60)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.path} {self.expression}"


class Beat(models.Model):
    """A worker says every few seconds that it lives. What ran on a worker that fell silent is run again."""

    worker = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)
    started_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.worker
