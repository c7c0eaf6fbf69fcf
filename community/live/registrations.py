"""What the floors below and the room's page are told about rooms."""

from community.live import actions, telling
from community.live.inboxes import hint_inboxes
from community.live.presence import forget_readers
from community.live.registry import register_action
from community.notifications import due
from community.notifications.registry import on_unread_changed


def register() -> None:
    """Once, when the app is ready."""
    register_action("live/_rehearsal.html")
    due.register(actions.settle_rehearsals)
    due.register(forget_readers)
    telling.register()
    on_unread_changed(hint_inboxes)
