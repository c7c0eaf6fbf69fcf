"""What a member has not read yet. Everything before they joined counts as read, and so does what they skipped."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from community.people.models import User
from community.people.permissions import Person
from forum.engine import Topic
from forum.models import ReadMark, ReadStamp


def with_marks(topics: QuerySet, user: Person) -> QuerySet:
    """Adds what `read_up_to` needs, within the query of the topics."""
    if not user.is_authenticated:
        return topics
    opened = ReadMark.objects.filter(user_id=user.pk, topic=OuterRef("pk"))
    skipped = ReadStamp.objects.filter(Q(forum=None) | Q(forum=OuterRef("forum_id")), user_id=user.pk)
    return topics.annotate(
        opened_up_to=Subquery(opened.values("read_at")[:1]),
        skipped_up_to=Subquery(skipped.order_by("-read_at").values("read_at")[:1]),
    )


def read_up_to(user: Person, topic: Topic) -> datetime | None:
    """Until when the member has read this topic, which came `with_marks`; None for guests, who have no marks."""
    if not user.is_authenticated:
        return None
    marks = (topic.__dict__.get("opened_up_to"), topic.__dict__.get("skipped_up_to"), user.date_joined)
    return max(mark for mark in marks if mark is not None)


def is_unread(user: Person, topic: Topic) -> bool:
    read = read_up_to(user, topic)
    return bool(read and topic.last_post_on and topic.last_post_on > read)


def unread_among(user: Person, topics: Collection[Topic]) -> set[int]:
    """The numbers of those of the topics in which something is new to the member, in two queries."""
    if not user.is_authenticated or not topics:
        return set()
    opened = dict(ReadMark.objects.filter(user_id=user.pk, topic__in=topics).values_list("topic_id", "read_at"))
    stamps = ReadStamp.objects.filter(user_id=user.pk).values_list("forum_id", "read_at")
    skipped: dict[int | None, datetime] = dict(stamps)

    def read(topic: Topic) -> datetime:
        marks = (opened.get(topic.pk), skipped.get(None), skipped.get(topic.forum_id), user.date_joined)
        return max(mark for mark in marks if mark is not None)

    return {topic.pk for topic in topics if topic.last_post_on and topic.last_post_on > read(topic)}


def unread_only(topics: QuerySet, user: User) -> QuerySet:
    """Those with a post that the member has not read. The moments are read first, so that an index finds the topics."""
    stamps: dict[int | None, datetime] = dict(
        ReadStamp.objects.filter(user_id=user.pk).values_list("forum_id", "read_at")
    )
    floor = max(user.date_joined, stamps.pop(None, user.date_joined))
    skipped = Q()
    for forum_id, moment in stamps.items():
        skipped |= Q(forum_id=forum_id, last_post_on__lte=moment)
    opened = ReadMark.objects.filter(user_id=user.pk, topic=OuterRef("pk"), read_at__gte=OuterRef("last_post_on"))
    fresh = topics.filter(~Exists(opened), last_post_on__gt=floor)
    return fresh.exclude(skipped) if skipped else fresh


def unread_forums(user: Person, forum_ids: frozenset[int]) -> set[int]:
    """Those of the forums in which something is new that everyone there may read, in two queries for all of them."""
    if not user.is_authenticated:
        return set()
    topics = Topic.objects.filter(forum__in=forum_ids, approved=True, detail__hidden_at=None)
    return set(unread_only(topics, user).order_by().values_list("forum_id", flat=True).distinct())
