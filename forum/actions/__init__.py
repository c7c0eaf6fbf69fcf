"""The forum's writing doors. Every boundary uses these: pages, commands, and the floors above."""

from forum.actions.answering import accept_answer, add_answer, withdraw_answer
from forum.actions.carrying import add_carried_post, ensure_topic, hide_carried_post, restore_carried_post
from forum.actions.moderating import (
    approve_post,
    hide_post,
    hide_topic,
    lock_topic,
    restore_post,
    restore_topic,
    unlock_topic,
)
from forum.actions.places import make_category, make_forum, retire_forums, set_forum_members
from forum.actions.posting import edit_post, mark_read, reply, start_topic
from forum.models import Anchor

__all__ = [
    "Anchor",
    "accept_answer",
    "add_answer",
    "add_carried_post",
    "approve_post",
    "edit_post",
    "ensure_topic",
    "hide_carried_post",
    "hide_post",
    "hide_topic",
    "lock_topic",
    "make_category",
    "make_forum",
    "mark_read",
    "reply",
    "restore_carried_post",
    "restore_post",
    "restore_topic",
    "retire_forums",
    "set_forum_members",
    "start_topic",
    "unlock_topic",
    "withdraw_answer",
]
