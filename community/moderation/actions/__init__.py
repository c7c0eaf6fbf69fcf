"""The writing doors of moderation: reporting, deciding, appealing, suspending, and the log."""

from community.moderation.actions.appealing import answer_appeal, send_appeal
from community.moderation.actions.deciding import (
    Grounds,
    decide_content,
    decide_report,
    decide_waiting,
    name_of,
    reverse_decision,
    subject_of,
)
from community.moderation.actions.recording import record
from community.moderation.actions.reporting import Notifier, find_content, report_content
from community.moderation.actions.suspending import suspend_member
from community.moderation.errors import (
    AlreadyDecided,
    ContentNotFound,
    ModerationError,
    ReasonMissing,
    TooManyReports,
    WrongTime,
)

__all__ = [
    "AlreadyDecided",
    "ContentNotFound",
    "Grounds",
    "ModerationError",
    "Notifier",
    "ReasonMissing",
    "TooManyReports",
    "WrongTime",
    "answer_appeal",
    "decide_content",
    "decide_report",
    "decide_waiting",
    "find_content",
    "name_of",
    "record",
    "report_content",
    "reverse_decision",
    "send_appeal",
    "subject_of",
    "suspend_member",
]
