"""Telling members, and writing letters."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from community.lib.fold import clean
from community.lib.inserting import Inserting
from community.lib.prepared import Prepared, among
from community.notifications import registry
from community.notifications.models import Letter, MailJob, Notification, NotificationPreference
from community.notifications.registry import Kind
from community.notifications.tasks import ring
from community.people.models import User

MAX_TEXT = 600

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
    people = list({user.pk: user for user in recipients if user.is_active and user != actor}.values())
    readers = found.readers(people, str(object_id), about) if people else []
    if not readers:
        return 0
    news = Notification(
        kind=kind,
        object_id=str(object_id),
        title=clean(title)[:255],
        text=clean(text)[:MAX_TEXT],
        url=url,
        actor=actor,
        actor_name=actor.display_name if actor else "",
        key=key,
        thread=thread,
    )
    told = dict(_NEWS.many(news, [(reader.pk, *_reason(reader, because)) for reader in readers]))
    if not told:
        return 0
    if found.collapsed and thread:
        _fold(told, news)
    if found.mail:
        _write_mail_jobs(told, found, thread)
    registry.unread_changed(told)
    return len(told)


# Who has been told is told nothing, also when two transactions tell them at the same moment.
_NEWS = Inserting(
    Notification,
    each=["recipient", "follow_kind", "follow_id"],
    otherwise="ON CONFLICT DO NOTHING",
    returning=["recipient", "id"],
)


def _reason(reader: User, because: Reasons | None) -> tuple[str, str]:
    return (because or {}).get(reader.pk, ("", ""))


def _fold(told: Mapping[int, int], news: Notification) -> None:
    """What they have not read of this thread is shown as one with what came now."""
    with connection.cursor() as cursor:  # as text, because it stands in every reply
        places = ", ".join(["%s"] * len(told))
        cursor.execute(_FOLD.format(places), [True, news.kind, news.thread, False, news.key, *told])


_FOLD = (
    "UPDATE notifications_notification SET folded = %s "
    "WHERE kind = %s AND thread = %s AND read_at IS NULL AND folded = %s AND key <> %s AND recipient_id IN ({})"
)


def _write_mail_jobs(told: Mapping[int, int], kind: Kind, thread: str) -> None:
    """A job for each of the told who wants mail, unless one that waits will tell this too. `told`: news by reader."""
    wishes = {user_id: (mail, wait) for user_id, mail, wait in _WISHES(list(told))}
    wanted = {pk for pk in told if wishes.get(pk, (True, 0))[0]}
    if kind.collapsed and thread:
        wanted -= _already_waiting(kind, wanted, thread)
    now = timezone.now()
    jobs = [(told[pk], pk, now + _wait(kind, wishes.get(pk, (True, 0))[1])) for pk in sorted(wanted)]
    if jobs:
        _JOBS.many(MailJob(), jobs)
    if jobs and not _wait(kind, 0):  # what waits is found by the tick
        transaction.on_commit(ring)


_JOBS = Inserting(MailJob, each=["notification", "recipient", "next_try_at"], otherwise="ON CONFLICT DO NOTHING")
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


def _of_news(column: str) -> Subquery:
    """Asked for each job: what waits for one reader is little, and a join might read all the news there is."""
    return Subquery(Notification.objects.order_by().filter(pk=OuterRef("notification")).values(column))


_WAITING = Prepared(
    lambda user_pks, kind, thread: (
        MailJob.objects.order_by()
        .select_for_update(of=["self"])
        .filter(among("recipient_id", user_pks), state=MailJob.State.WAITING, lease_until=None)
        .alias(kind=_of_news("kind"), thread=_of_news("thread"))
        .filter(kind=kind, thread=thread)
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
