"""What members do with what they were told."""

from django.utils import timezone

from community.notifications.models import Notification
from community.people.models import User


def mark_read(user: User, pk: int) -> bool:
    """Note that the member has read one of their notifications. False when it isn't theirs, or was read before."""
    return bool(Notification.objects.of(user).unread().filter(pk=pk).update(read_at=timezone.now()))


def mark_all_read(user: User) -> int:
    """Note that the member has read everything, also what they may not see any more. Returns how many that were."""
    return Notification.objects.of(user).unread().update(read_at=timezone.now())
