"""Reading the inbox: only what the member may still see."""

from collections import defaultdict
from collections.abc import Iterable

from community.notifications import registry
from community.notifications.models import Notification, NotificationPreference
from community.people.models import User


def readable(user: User, notifications: Iterable[Notification]) -> list[Notification]:
    """Those whose kind says that the member may see their object now. One question per kind, in the same order."""
    told = list(notifications)
    ids: dict[str, set[str]] = defaultdict(set)
    for notification in told:
        ids[notification.kind].add(notification.object_id)
    allowed = {(kind, found) for kind, wanted in ids.items() for found in _visible_ids(user, kind, wanted)}
    return [one for one in told if (one.kind, one.object_id) in allowed]


def _visible_ids(user: User, name: str, ids: set[str]) -> set[str]:
    """Nothing of a kind that nobody registers any more."""
    kind = registry.get(name)
    return kind.visible_ids(user, ids) if kind else set()


def unread_count(user: User) -> int:
    """How many unread notifications there are. A number only, so it is counted and not looked into."""
    return Notification.objects.of(user).unread().count()


def wants_email(user: User) -> bool:
    """Mail is on until a member switches it off."""
    return not NotificationPreference.objects.filter(user=user, email_notifications=False).exists()
