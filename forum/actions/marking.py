"""How far members have read. One row for each topic they open; one row for everything they skip."""

from datetime import datetime

from django.utils import timezone

from community.people.models import User
from forum.engine import Forum, Topic
from forum.models import ReadMark, ReadStamp


def mark_read(user: User, topic: Topic, upto: datetime | None = None) -> None:
    """Remember that the member has read the topic up to that moment, by default to its end, in one statement."""
    ReadMark.objects.bulk_create(
        [ReadMark(user_id=user.pk, topic=topic, read_at=upto or timezone.now())],
        update_conflicts=True,
        unique_fields=["user", "topic"],
        update_fields=["read_at"],
    )


def mark_all_read(user: User, forum: Forum | None = None) -> None:
    """Everything before this moment is read, there or everywhere: one row, however many posts there are."""
    ReadStamp.objects.update_or_create(user=user, forum=forum, defaults={"read_at": timezone.now()})
