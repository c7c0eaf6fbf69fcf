"""The writing doors of notifications: telling members, what they do with it, and what they follow."""

from community.notifications.actions.digesting import write_digests
from community.notifications.actions.following import follow, follow_unless_decided, unfollow
from community.notifications.actions.leaving import leave
from community.notifications.actions.mending import try_again
from community.notifications.actions.moving import copy_follows, drop_follows, move_news, settle_news, show_again
from community.notifications.actions.preferring import set_email_notifications, set_preferences
from community.notifications.actions.reading import keep_from, mark_all_read, mark_read, mark_thread_read
from community.notifications.actions.telling import notify, write_letter

__all__ = [
    "copy_follows",
    "drop_follows",
    "follow",
    "follow_unless_decided",
    "keep_from",
    "leave",
    "mark_all_read",
    "mark_read",
    "mark_thread_read",
    "move_news",
    "notify",
    "set_email_notifications",
    "set_preferences",
    "settle_news",
    "show_again",
    "try_again",
    "unfollow",
    "write_digests",
    "write_letter",
]
