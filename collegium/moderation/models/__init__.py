"""Tables of the moderation app, one file a noun."""

from collegium.moderation.models.decision import Appeal, Decision
from collegium.moderation.models.report import Report

__all__ = ["Appeal", "Decision", "Report"]
