"""Reading the inbox, only what the member may still see; and who follows what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import Promise

from community.lib.prepared import Prepared
from community.notifications import followables, registry
from community.notifications.models import Follow, Level, MailJob, Notification, NotificationPreference
from community.notifications.registry import Current
from community.people.arrivals import bring
from community.people.models import User


def readable(user: User, notifications: Iterable[Notification]) -> list[Notification]:
    """Those that the member may read now, saying what they say now. One question per kind, in the same order."""
    told = list(notifications)
    ids: dict[str, set[str]] = defaultdict(set)
    for notification in told:
        ids[notification.kind].add(notification.object_id)
    now = {(kind, one): says for kind, wanted in ids.items() for one, says in _visible(user, kind, wanted).items()}
    found = [one for one in told if (one.kind, one.object_id) in now]
    for notification in found:
        says = now[notification.kind, notification.object_id] or _stored(notification)
        notification.says = says if says.title else replace(says, title=notification.title)
    return found


def _visible(user: User, name: str, ids: set[str]) -> Mapping[str, Current | None]:
    """Nothing of a kind that nobody registers any more."""
    kind = registry.get(name)
    return kind.visible(user, ids) if kind else {}


def _stored(told: Notification) -> Current:
    """What was said when it was told, for kinds that cannot say it anew."""
    return Current(title=told.title, url=told.url, text=told.text, by=told.actor_name)


def unread_count(user: User) -> int:
    """How many unread notifications there are. A number only, so it is counted and not looked into."""
    return next(iter(_UNREAD_COUNT(user.pk)), 0)


def _unread(user_pk: Any) -> QuerySet:
    """One row with the number; none at all where it would be 0."""
    rows = Notification.objects.unread().heads().filter(recipient_id=user_pk).order_by().values("recipient_id")
    return rows.annotate(number=Count("pk")).values_list("number", flat=True)


_UNREAD_COUNT = Prepared(_unread)


def register() -> None:
    """Let the number come along with each member."""
    bring(_COUNTED, lambda user_pk: Subquery(_unread(user_pk)))


def unread_counts(user_ids: Collection[int]) -> dict[int, int]:
    """The same for many members at once, in one query; whoever has read everything is left out."""
    unread = Notification.objects.unread().heads().filter(recipient__in=user_ids).order_by()
    return dict(unread.values_list("recipient_id").annotate(Count("pk")))


def unread_of(request: HttpRequest) -> int:
    """The number for whoever sent the request, counted once; 0 for guests. `forget_unread` has it counted again."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return 0
    if not hasattr(request, _UNREAD):
        came = vars(request.user)
        setattr(request, _UNREAD, (came[_COUNTED] or 0) if _COUNTED in came else unread_count(request.user))
    return getattr(request, _UNREAD)


def forget_unread(request: HttpRequest) -> None:
    vars(request.user).pop(_COUNTED, None)
    if hasattr(request, _UNREAD):
        delattr(request, _UNREAD)


def show_as_unread(request: HttpRequest, words: str | int) -> None:
    """Let pages that are drawn for many say this in place of the number."""
    setattr(request, _UNREAD, words)


_UNREAD, _COUNTED = "_unread_notifications", "unread_notifications"


def preference_of(user: User) -> NotificationPreference:
    """What the member has chosen, or what holds for whoever has not."""
    return NotificationPreference.objects.filter(user=user).first() or NotificationPreference(user=user)


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
    return next(iter(_LEVEL(user.pk, kind, str(object_id))), "")


_LEVEL = Prepared(
    lambda user_pk, kind, object_id: (
        Follow.objects.order_by()
        .filter(user_id=user_pk, kind=kind, object_id=object_id)
        .values_list("level", flat=True)
    )
)


@dataclass(frozen=True)
class Followed:
    """One thing that a member follows."""

    follow: Follow
    title: str
    url: str


@dataclass(frozen=True)
class FollowedKind:
    """All of one kind that a member follows."""

    label: str | Promise
    rows: list[Followed]


def followed_by(user: User) -> list[FollowedKind]:
    """What the member follows and may still read, by kind. One query, and one question per kind."""
    ids: dict[str, list[Follow]] = defaultdict(list)
    for row in Follow.objects.of(user):
        ids[row.kind].append(row)
    found = []
    for kind in followables.kinds():
        rows = ids.get(kind.name, [])
        now = kind.describe(user, [row.object_id for row in rows]) if rows else {}
        shown = [
            Followed(row, now[row.object_id].title, now[row.object_id].url) for row in rows if row.object_id in now
        ]
        found += [FollowedKind(kind.label, shown)] if shown else []
    return found


def dead_letters() -> QuerySet[MailJob]:
    """Mails that were given up, the latest first."""
    rows = MailJob.objects.filter(state=MailJob.State.DEAD).select_related(
        "notification", "letter", "digest", "recipient"
    )
    return rows.order_by("-done_at", "-pk")
