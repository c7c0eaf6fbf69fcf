"""The writing doors of talks."""

from events.actions.carrying import (
    Carried,
    carry_questions,
    count_in_forum,
    hide_carried,
    hold_rooms,
    may_settle,
    reopen_in_forum,
    restore_carried,
    settle_in_forum,
    settle_questions,
)
from events.actions.editing import draft_talk, revise_talk
from events.actions.following import follow_answer
from events.actions.publishing import open_talk, withdraw_talk
from events.actions.site import ensure_talks

__all__ = [
    "Carried",
    "carry_questions",
    "count_in_forum",
    "draft_talk",
    "ensure_talks",
    "follow_answer",
    "hide_carried",
    "hold_rooms",
    "may_settle",
    "open_talk",
    "reopen_in_forum",
    "restore_carried",
    "revise_talk",
    "settle_in_forum",
    "settle_questions",
    "withdraw_talk",
]
