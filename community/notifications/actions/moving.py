"""When what was told about moves to another thread or place: what is unread, folded and followed goes with it."""

from collections.abc import Callable, Collection, Iterable

from django.db import transaction

from community.notifications import registry
from community.notifications.models import Follow, Notification
from community.notifications.models.news import WITHDRAWN, NotificationQuerySet
from community.people.models import User


@transaction.atomic
def move_news(kinds: Collection[str], object_ids: Collection[object], *, kind: str, old: object, new: object) -> None:
    """News of these kinds about these objects belongs to `new` from now on, which is followed as `kind`, and not to
    `old`. Mails that wait go by what is followed then. A fixed number of queries."""
    told = Notification.objects.filter(kind__in=kinds, object_id__in=[str(one) for one in object_ids])
    told.filter(follow_kind=kind, follow_id=str(old)).update(follow_id=str(new))
    told.update(thread=f"{kind}:{new}")
    _fold_anew(kinds, [f"{kind}:{old}", f"{kind}:{new}"])


@transaction.atomic
def settle_news(
    kinds: Collection[str], object_ids: Collection[object], *, readers: Callable[[list[User]], Collection[User]]
) -> None:
    """Unread news of these kinds about these objects counts for those whom `readers` names, and is withdrawn from the
    others, who are not shown it. Who may see it again has it back. A fixed number of queries."""
    told = Notification.objects.filter(kind__in=kinds, object_id__in=[str(one) for one in object_ids]).order_by()
    people = list(User.objects.filter(pk__in=(told.unread() | told.withdrawn()).values("recipient")))
    may = [user.pk for user in readers(people)]
    lost = told.unread().exclude(recipient__in=may)
    told_less = set(lost.values_list("recipient", flat=True))
    lost.update(read_at=WITHDRAWN)
    if told_less:
        registry.unread_changed(told_less)
    _bring_back(told.withdrawn().filter(recipient__in=may))


@transaction.atomic
def show_again(user: User, heads: Iterable[Notification]) -> None:
    """Let news that was withdrawn be news, now that the member may see it, with what is folded into it."""
    withdrawn = Notification.objects.of(user).withdrawn()
    for one in heads:
        _bring_back(withdrawn.filter(kind=one.kind, thread=one.thread) if one.thread else withdrawn.filter(pk=one.pk))


def _bring_back(withdrawn: NotificationQuerySet) -> None:
    """As unread as before, and as one with what has come meanwhile."""
    rows = list(withdrawn.values_list("pk", "recipient", "kind", "thread"))
    if not rows:
        return
    pks, recipients, kinds, threads = (set(column) for column in zip(*rows, strict=True))
    Notification.objects.filter(pk__in=pks).update(read_at=None)
    _fold_anew(kinds, sorted(threads - {""}))
    registry.unread_changed(recipients)


def copy_follows(kind: str, old: object, new: object) -> None:
    """Whoever follows the one follows the other as closely; what they have decided about it before stands."""
    rows = Follow.objects.filter(kind=kind, object_id=str(old))
    copies = [Follow(user_id=row.user_id, kind=kind, object_id=str(new), level=row.level) for row in rows]
    Follow.objects.bulk_create(copies, ignore_conflicts=True, batch_size=500)


def drop_follows(kind: str, old: object) -> None:
    """Nobody follows what is not there any more."""
    Follow.objects.filter(kind=kind, object_id=str(old)).delete()


def _fold_anew(kinds: Iterable[str], threads: list[str]) -> None:
    """Of what one reader has not read of one kind and thread, the newest is shown, and the rest folded into it."""
    unread = Notification.objects.unread().filter(kind__in=kinds, thread__in=threads)
    seen: set[tuple[int, str, str]] = set()
    heads: list[int] = []
    folded: list[int] = []
    for row in unread.order_by("-created_at", "-pk").only("recipient_id", "kind", "thread"):
        key = (row.recipient_id, row.kind, row.thread)
        (folded if key in seen else heads).append(row.pk)
        seen.add(key)
    Notification.objects.filter(pk__in=heads).update(folded=False)
    Notification.objects.filter(pk__in=folded).update(folded=True)
    registry.unread_changed({recipient_id for recipient_id, _kind, _thread in seen})
