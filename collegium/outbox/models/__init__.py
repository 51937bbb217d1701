"""Tables of the outbox, one file a noun."""

from collegium.outbox.models.audit import AuditLine
from collegium.outbox.models.mail import Mail, MailQuerySet
from collegium.outbox.models.schedule import Beat, Schedule

__all__ = ["AuditLine", "Beat", "Mail", "MailQuerySet", "Schedule"]
