"""Reading the inbox, only what the member may still see; and who follows what."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from community.notifications import registry
from community.notifications.models import Follow, Level, Notification, NotificationPreference
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


# --- Following ----------------------------------------------------------------------------------------------------

_STRENGTH: list[str] = [Level.MUTE, Level.DIGEST, Level.INSTANT]


def followers(kind: str, ids: Collection[object]) -> dict[int, str]:
    """The level of everybody who follows one of these, by user id; of several the strongest. In one query."""
    rows = Follow.objects.filter(kind=kind, object_id__in=[str(one) for one in ids])
    found: dict[int, str] = {}
    for user_id, level in rows.values_list("user_id", "level"):
        found[user_id] = max(level, found.get(user_id, level), key=_STRENGTH.index)
    return found


def level_of(user: User, kind: str, object_id: object) -> str:
    """How the member follows it; empty when they do not."""
    row = Follow.objects.of(user).filter(kind=kind, object_id=str(object_id)).values_list("level", flat=True)
    return row.first() or ""
