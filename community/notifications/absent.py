"""Who gets a digest, and when: only those who chose one and were not here in the time that it tells about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from community.notifications.models import Follow, Level, NotificationPreference
from community.people.models import User

Cadence = NotificationPreference.Cadence
MORNING = time(7)  # in the site's own zone
LATE = timedelta(hours=12)  # a digest that could not be written until then is left out


@dataclass(frozen=True)
class Period:
    """What one digest tells about: what happened since, for those who were not here since."""

    cadence: str
    name: str
    due_at: datetime

    @property
    def since(self) -> datetime:
        return self.due_at - timedelta(days=1 if self.cadence == Cadence.DAILY else 7)


def periods_due(now: datetime) -> Iterator[Period]:
    """Every morning that of the day, on Mondays that of the week too."""
    local = timezone.localtime(now)
    due_at = timezone.make_aware(datetime.combine(local.date(), MORNING))
    if not due_at <= now < due_at + LATE:
        return
    yield Period(Cadence.DAILY, f"{local:%Y-%m-%d}", due_at)
    if local.isoweekday() == 1:
        yield Period(Cadence.WEEKLY, f"{local:%G-W%V}", due_at)


def wants_digest(user: User, since: datetime) -> bool:
    """Asked again when it goes out."""
    cadences = (Cadence.DAILY, Cadence.WEEKLY)
    return any(digest_readers(cadence, since).filter(pk=user.pk).exists() for cadence in cadences)


def digest_readers(cadence: str, since: datetime) -> QuerySet[User]:
    """Active members who were not here since, want mails and chose this digest; the weekly one is also for whoever
    follows something in the digest and has chosen nothing else (R-FOR-7: opt in)."""
    away = Q(last_seen_at=None) | Q(last_seen_at__lt=since)
    away &= Q(last_login=None) | Q(last_login__lt=since)
    chosen = Q(notification_preference__digest=cadence)
    if cadence == Cadence.WEEKLY:
        undecided = Q(notification_preference=None) | Q(notification_preference__digest=Cadence.UNDECIDED)
        chosen |= undecided & Q(Exists(Follow.objects.filter(user=OuterRef("pk"), level=Level.DIGEST)))
    people = User.objects.active().filter(away, chosen, date_joined__lt=since)
    return people.exclude(notification_preference__email_notifications=False)
