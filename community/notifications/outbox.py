"""Sending what is due, once in effect (safety 4.5).

A worker takes a job by setting its lease in one conditional update; whoever comes second changes no row and goes on.
A worker that dies leaves a lease that runs out. A mail that went out just before its worker died goes out again with
the same Message-ID, by which mailboxes know it as the same.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from community.notifications import registry
from community.notifications.absent import wants_digest
from community.notifications.digest import sections_for
from community.notifications.mail import compose, compose_digest, compose_letter
from community.notifications.models import Digest, Level, MailJob, Notification
from community.notifications.queries import level_of, readable, wants_email
from community.notifications.registry import words_of
from community.people.models import User

log = logging.getLogger("intersession.mail")

LEASE = timedelta(minutes=5)
MOST_IN_ONE = 50  # posts in one mail; what is beyond stands in the topic
RETRIES = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
]


def send_due(limit: int = 200) -> int:
    """Send up to `limit` mails whose time has come. Returns how many went out."""
    due = MailJob.objects.due(timezone.now()).order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit]
    return sum(send_job(pk) for pk in list(due))


def send_job(pk: int) -> bool:
    """Send one mail if nobody else is at it and it is still wanted and allowed. Returns whether it went out."""
    job = _take(pk)
    if job is None:
        return False
    try:
        told = _to_tell(job)
        mail = _composed(job, told)
        if mail is None:
            _finish(job, MailJob.State.SKIPPED)
            return False
        mail.send()
    except Exception as error:  # whatever the mail server says: tomorrow it may say something else
        _put_back(job, error)
        return False
    _finish(job, MailJob.State.SENT, told)
    return True


def _take(pk: int) -> MailJob | None:
    now = timezone.now()
    taken = MailJob.objects.due(now).filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    whole = MailJob.objects.select_related("notification", "recipient", "letter", "digest__user")
    return whole.get(pk=pk) if taken else None


def _composed(job: MailJob, told: list[Notification]) -> EmailMultiAlternatives | None:
    """The mail as it goes out now; None when it is not wanted or not allowed any more."""
    if job.letter:
        with translation.override(settings.LANGUAGE_CODE):
            words = words_of(job.letter.kind, job.letter.object_id)
        return compose_letter(job.letter, words) if words else None
    if job.digest:
        return _composed_digest(job.digest)
    return compose(told) if told else None


def _composed_digest(digest: Digest) -> EmailMultiAlternatives | None:
    """None for whoever came back or wants none any more, and when there is nothing to tell."""
    if not wants_digest(digest.user, digest.since):
        return None
    with translation.override(settings.LANGUAGE_CODE):
        sections = sections_for(digest.user, digest.since)
    return compose_digest(digest, sections) if sections else None


def _to_tell(job: MailJob) -> list[Notification]:
    """What a mail about news tells, oldest first: all of its thread that was neither read nor mailed.

    Not for closed accounts, not against their wish, and never about what they may not see any more (safety B11).
    """
    reader, first = job.recipient, job.notification
    if reader is None or first is None or not reader.is_active or not wants_email(reader):
        return []
    waiting = Notification.objects.of(reader).unread().filter(mailed_at=None, kind=first.kind)
    kind = registry.get(first.kind)
    same = (
        waiting.filter(thread=first.thread) if first.thread and kind and kind.collapsed else waiting.filter(pk=first.pk)
    )
    told = readable(reader, same.select_related("actor").order_by("created_at", "pk")[:MOST_IN_ONE])
    for one in told:
        one.recipient = reader
    return _still_followed(reader, told, needs=bool(kind and kind.needs_follow))


def _still_followed(reader: User, told: list[Notification], *, needs: bool) -> list[Notification]:
    """Those of which what they came from is neither muted now nor, where that was the only reason, followed less
    closely. Each came from something of its own: who has left the series may follow the topic."""

    @cache
    def is_followed(kind: str, object_id: str) -> bool:
        level = level_of(reader, kind, object_id)
        return level == Level.INSTANT or not (needs or level == Level.MUTE)

    return [one for one in told if not one.follow_kind or is_followed(one.follow_kind, one.follow_id)]


@transaction.atomic
def _finish(job: MailJob, state: str, told: Iterable[Notification] = ()) -> None:
    now = timezone.now()
    Notification.objects.filter(pk__in=[one.pk for one in told]).update(mailed_at=now)
    MailJob.objects.filter(pk=job.pk).update(state=state, done_at=now, lease_until=None, last_error="")


def _put_back(job: MailJob, error: Exception) -> None:
    """Try again later, each time later, and give up after the last."""
    said = f"{type(error).__name__}: {error}"[:300]
    if job.attempts > len(RETRIES):
        log.error("Mail %s is given up after %s attempts: %s", job.pk, job.attempts, said)
        MailJob.objects.filter(pk=job.pk).update(
            state=MailJob.State.DEAD, done_at=timezone.now(), lease_until=None, last_error=said
        )
        return
    later = timezone.now() + RETRIES[job.attempts - 1]
    log.warning("Mail %s could not be sent, next try %s: %s", job.pk, later.isoformat(timespec="seconds"), said)
    MailJob.objects.filter(pk=job.pk).update(next_try_at=later, lease_until=None, last_error=said)
