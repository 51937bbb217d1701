"""What a leader answered to which question."""

from __future__ import annotations

from django.db import models

from collegium.discussion.models import Reply


class Answer(models.Model):
    """Under a post that takes questions: `reply` is what its leader says to `question`; one for each."""

    question = models.OneToOneField(Reply, models.CASCADE, related_name="leaders_answer")
    reply = models.OneToOneField(Reply, models.CASCADE, related_name="answers_question")

    def __str__(self) -> str:
        return f"{self.reply_id} to {self.question_id}"
