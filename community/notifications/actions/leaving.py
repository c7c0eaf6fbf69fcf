"""Ending what an address in a mail ends."""

from community.notifications import followables
from community.notifications.actions.following import unfollow
from community.notifications.actions.preferring import set_email_notifications, set_preferences
from community.notifications.leaving import DIGEST, Exit
from community.notifications.models import Follow, Level, NotificationPreference


def leave(way: Exit) -> None:
    """End it. Doing so twice is no different from once, and nobody is asked whether they may still read it."""
    if not way.kind:
        set_email_notifications(way.user, wanted=False)
    elif way.kind == DIGEST:
        set_preferences(way.user, digest=NotificationPreference.Cadence.NEVER)
    elif (found := followables.get(way.kind)) and found.joins:
        muted = {"level": Level.MUTE}
        Follow.objects.update_or_create(user=way.user, kind=way.kind, object_id=way.object_id, defaults=muted)
    else:
        unfollow(way.user, way.kind, way.object_id)
