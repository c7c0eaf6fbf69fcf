"""Telling members, and writing letters."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from community.lib.fold import clean
from community.lib.prepared import Prepared, among
from community.notifications import registry
from community.notifications.models import Letter, MailJob, Notification, NotificationPreference
from community.notifications.registry import Kind
from community.notifications.tasks import ring
from community.people.models import User

MAX_TEXT = 600
_BATCH = 500

Reasons = Mapping[int, tuple[str, str]]


@transaction.atomic(savepoint=False)
def notify(  # noqa: PLR0913 - one keyword per fact about the news
    recipients: Iterable[User],
    kind: str,
    *,
    object_id: object,
    title: str,
    url: str,
    text: str = "",
    actor: User | None = None,
    key: str | None = None,
    thread: str = "",
    because: Reasons | None = None,
    about: object = None,
) -> int:
    """Tell each recipient once per `key`, which is kind and object when left out. Returns to how many it was news.

    Never tells the actor, closed accounts, or whoever may not see the object: nobody learns from their inbox that
    something private exists. `text` is plain. `thread` is what the news belongs to, such as "topic:12"; `because` says
    by user id what they follow that it came from; `about` is the object itself, where the caller has just read it.
    Rows stand and fall with the caller's transaction, and so many queries tell one or a thousand; mail goes out after.
    Raises LookupError for a kind that is not registered.
    """
    found = registry.get(kind)
    if found is None:
        raise LookupError(f"No kind of notification is called {kind!r}; register it in AppConfig.ready.")
    key = key or f"{kind}:{object_id}"
    untold = _news_to(recipients, key, actor)
    readers = found.readers(untold, str(object_id), about) if untold else []
    if not readers:
        return 0
    if found.collapsed and thread:
        _fold(readers, found, thread)
    written = [
        Notification(
            recipient=reader,
            kind=kind,
            object_id=str(object_id),
            title=clean(title)[:255],
            text=clean(text)[:MAX_TEXT],
            url=url,
            actor=actor,
            actor_name=actor.display_name if actor else "",
            key=key,
            thread=thread,
            **_reason(reader, because),
        )
        for reader in readers
    ]
    # Two transactions may tell the same member at the same moment; the constraint decides, and neither fails.
    Notification.objects.bulk_create(written, batch_size=_BATCH, ignore_conflicts=True)
    if found.mail:
        _write_mail_jobs(found, readers, key, thread)
    registry.unread_changed(reader.pk for reader in readers)
    return len(readers)


def _news_to(recipients: Iterable[User], key: str, actor: User | None) -> list[User]:
    """The recipients once each, without the actor, closed accounts and whoever has been told."""
    by_pk = {user.pk: user for user in recipients if user.is_active and user != actor}
    for _pk, recipient_id in _TOLD(key, list(by_pk)):
        del by_pk[recipient_id]
    return list(by_pk.values())


_TOLD = Prepared(
    lambda key, user_pks: (
        Notification.objects.order_by()
        .filter(among("recipient_id", user_pks), key=key)
        .values_list("pk", "recipient_id")
    )
)


def _reason(reader: User, because: Reasons | None) -> dict[str, str]:
    kind, object_id = (because or {}).get(reader.pk, ("", ""))
    return {"follow_kind": kind, "follow_id": object_id}


def _fold(readers: list[User], kind: Kind, thread: str) -> None:
    """What they have not read of this thread is shown as one with what comes now."""
    to = [reader.pk for reader in readers]
    with connection.cursor() as cursor:  # as text, because it stands in every reply
        cursor.execute(_FOLD.format(", ".join(["%s"] * len(to))), [True, kind.name, thread, False, *to])


_FOLD = (
    "UPDATE notifications_notification SET folded = %s "
    "WHERE kind = %s AND thread = %s AND read_at IS NULL AND folded = %s AND recipient_id IN ({})"
)


def _write_mail_jobs(kind: Kind, readers: list[User], key: str, thread: str) -> None:
    """A job for each reader who wants mail, unless one that waits will tell this too."""
    wishes = {user_id: (mail, wait) for user_id, mail, wait in _WISHES([user.pk for user in readers])}
    wanted = {user.pk for user in readers if wishes.get(user.pk, (True, 0))[0]}
    if kind.collapsed and thread:
        wanted -= _already_waiting(kind, wanted, thread)
    told, now = _TOLD(key, list(wanted)), timezone.now()
    jobs = [
        MailJob(notification_id=pk, recipient_id=to, next_try_at=now + _wait(kind, wishes.get(to, (True, 0))[1]))
        for pk, to in told
    ]
    if jobs:
        MailJob.objects.bulk_create(jobs, batch_size=_BATCH, ignore_conflicts=True)
    if jobs and not _wait(kind, 0):  # what waits is found by the tick
        transaction.on_commit(ring)


_WISHES = Prepared(
    lambda user_pks: (
        NotificationPreference.objects.order_by()
        .filter(among("user_id", user_pks))
        .values_list("user_id", "email_notifications", "mail_wait")
    )
)


def _wait(kind: Kind, wish: int) -> timedelta:
    """How long a mail waits: for the author's changes, and for as long as its reader likes."""
    return max(settings.MAIL_WAITS, timedelta(minutes=wish)) if kind.waits and settings.MAIL_WAITS else timedelta()


def _already_waiting(kind: Kind, user_ids: Iterable[int], thread: str) -> set[int]:
    """Whose next mail about the thread has not been begun. The rows are held, so that no worker begins it meanwhile."""
    return {pk for pk in _WAITING(list(user_ids), kind.name, thread) if pk is not None}


_WAITING = Prepared(
    lambda user_pks, kind, thread: (
        MailJob.objects.order_by()
        .select_for_update(of=["self"])
        .filter(among("recipient_id", user_pks), state=MailJob.State.WAITING, lease_until=None)
        .filter(notification__kind=kind, notification__thread=thread)
        .values_list("recipient_id", flat=True)
    )
)


@transaction.atomic
def write_letter(address: str, kind: str, *, object_id: object, key: str) -> bool:
    """Send a mail to an address, once per `key`. Returns whether it was the first time.

    It stands and falls with the caller's transaction; what it says is made when it goes out.
    """
    letter, is_new = Letter.objects.get_or_create(
        key=key, defaults={"address": address, "kind": kind, "object_id": str(object_id)}
    )
    if is_new:
        MailJob.objects.create(letter=letter)
        transaction.on_commit(ring)
    return is_new
