"""Telling members, and writing letters."""

from collections.abc import Iterable

from django.db import transaction

from community.lib.fold import clean
from community.notifications import registry
from community.notifications.models import Letter, MailJob, Notification, NotificationPreference
from community.notifications.tasks import ring
from community.people.models import User

MAX_TEXT = 600
_BATCH = 500


@transaction.atomic
def notify(
    recipients: Iterable[User],
    kind: str,
    *,
    object_id: object,
    title: str,
    url: str,
    text: str = "",
    actor: User | None = None,
    key: str | None = None,
) -> int:
    """Tell each recipient once per `key`, which is kind and object when left out. Returns to how many it was news.

    Never tells the actor, closed accounts, or whoever may not see the object: nobody learns from their inbox that
    something private exists. `text` is plain. Rows stand and fall with the caller's transaction; mail goes out after.
    Raises LookupError for a kind that is not registered.
    """
    found = registry.get(kind)
    if found is None:
        raise LookupError(f"No kind of notification is called {kind!r}; register it in AppConfig.ready.")
    key = key or f"{kind}:{object_id}"
    readers = found.readers(_news_to(recipients, key, actor), str(object_id))
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
        )
        for reader in readers
    ]
    # Two transactions may tell the same member at the same moment; the constraint decides, and neither fails.
    Notification.objects.bulk_create(written, batch_size=_BATCH, ignore_conflicts=True)
    if found.mail:
        _write_mail_jobs(readers, key)
    return len(readers)


def _news_to(recipients: Iterable[User], key: str, actor: User | None) -> list[User]:
    """The recipients once each, without the actor, closed accounts and whoever has been told."""
    by_pk = {user.pk: user for user in recipients if user.is_active and user != actor}
    told = Notification.objects.filter(key=key, recipient__in=by_pk).values_list("recipient_id", flat=True)
    for pk in told:
        del by_pk[pk]
    return list(by_pk.values())


def _write_mail_jobs(readers: list[User], key: str) -> None:
    """A job for each reader who wants mail; the bell rings once, after the transaction."""
    unwanted = NotificationPreference.objects.filter(user__in=readers, email_notifications=False)
    wanted = {user.pk for user in readers} - set(unwanted.values_list("user_id", flat=True))
    told = Notification.objects.filter(key=key, recipient__in=wanted)
    jobs = [MailJob(notification_id=pk, recipient_id=to) for pk, to in told.values_list("pk", "recipient_id")]
    if jobs:
        MailJob.objects.bulk_create(jobs, batch_size=_BATCH, ignore_conflicts=True)
        transaction.on_commit(ring)


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
