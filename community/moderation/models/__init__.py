"""Reports, what was decided about them and said against it, and the log that nobody can edit.

Nothing here points at the content itself: kind, id, address and title are kept as text, so that a report outlives
what it is about (design 2).
"""

from community.moderation.models.decisions import Appeal, Decision, Subject
from community.moderation.models.log import AuditEntry, AuditEntryIsFinal, AuditEntryQuerySet, AuditHead
from community.moderation.models.reports import Report, ReportQuerySet

__all__ = [
    "Appeal",
    "AuditEntry",
    "AuditEntryIsFinal",
    "AuditEntryQuerySet",
    "AuditHead",
    "Decision",
    "Report",
    "ReportQuerySet",
    "Subject",
]
