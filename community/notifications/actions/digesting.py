"""Writing digests: each member has at most one for a period, by a constraint, however many workers write at once."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from community.notifications.absent import Period, digest_readers, periods_due
from community.notifications.models import Digest, MailJob
from community.notifications.tasks import ring

_BATCH = 500


def write_digests() -> int:
    """Write the digests that are due. Returns how many; done every minute, by as many as like."""
    return sum(_write(period) for period in periods_due(timezone.now()))


def _write(period: Period) -> int:
    has_one = Digest.objects.filter(user=OuterRef("pk"), period=period.name)
    people = list(digest_readers(period.cadence, period.since).filter(~Exists(has_one)))
    if not people:
        return 0
    with transaction.atomic():
        rows = [Digest(user=user, period=period.name, since=period.since) for user in people]
        Digest.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
        written = Digest.objects.filter(period=period.name, user__in=people, mail_job=None)
        jobs = [MailJob(digest_id=pk, recipient_id=to) for pk, to in written.values_list("pk", "user_id")]
        MailJob.objects.bulk_create(jobs, batch_size=_BATCH, ignore_conflicts=True)
        transaction.on_commit(ring)
    return len(jobs)
