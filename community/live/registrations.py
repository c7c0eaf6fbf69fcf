"""What the floors below and the room's page are told about rooms."""

from community.live import actions, telling
from community.live.registry import register_action
from community.notifications import due


def register() -> None:
    """Once, when the app is ready."""
    register_action("live/_rehearsal.html")
    due.register(actions.settle_rehearsals)
    telling.register()
