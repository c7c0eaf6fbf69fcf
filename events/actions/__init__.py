"""The writing doors of talks."""

from events.actions.carrying import carry_questions, hide_carried, restore_carried
from events.actions.publishing import open_talk, withdraw_talk
from events.actions.site import ensure_talks

__all__ = ["carry_questions", "ensure_talks", "hide_carried", "open_talk", "restore_carried", "withdraw_talk"]
