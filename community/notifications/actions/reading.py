"""What members do with what they were told."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from community.notifications import registry
from community.notifications.models import Notification
from community.notifications.models.news import WITHDRAWN, NotificationQuerySet
from community.people.models import User


def mark_read(user: User, pk: int) -> bool:
    """Note that the member has read one of their notifications, and what is shown as one with it.

    False when it isn't theirs, or was read before.
    """
    unread = Notification.objects.of(user).unread()
    one = unread.filter(pk=pk).first()
    if one is None:
        return False
    same = unread.filter(kind=one.kind, thread=one.thread) if one.thread else unread.filter(pk=pk)
    return bool(_mark(user, same, at=timezone.now()))


def keep_from(user: User, heads: Iterable[Notification]) -> None:
    """Withdraw unread news of which the member may see nothing now, with what is folded into it."""
    unread = Notification.objects.of(user).unread()
    for one in heads:
        same = unread.filter(kind=one.kind, thread=one.thread) if one.thread else unread.filter(pk=one.pk)
        _mark(user, same, at=WITHDRAWN)


def mark_thread_read(user: User, thread: str) -> int:
    """Note that the member has seen what the thread is about. Returns how much of it was news."""
    return _mark(user, Notification.objects.of(user).unread().filter(thread=thread), at=timezone.now())


def mark_all_read(user: User) -> int:
    """Note that the member has read everything, also what they may not see any more. Returns how many that were."""
    return _mark(user, Notification.objects.of(user).unread(), at=timezone.now())


def _mark(user: User, rows: NotificationQuerySet, at: datetime) -> int:
    """The member's other pages, which stay open, count anew."""
    marked = rows.update(read_at=at)
    if marked:
        registry.unread_changed([user.pk])
    return marked
