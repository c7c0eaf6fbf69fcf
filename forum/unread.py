"""What a member has not read yet. Everything before they joined counts as read, and so does what they skipped."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from community.lib.prepared import Prepared, among
from community.people.models import User
from community.people.permissions import Person
from forum.engine import Forum, Topic
from forum.models import ReadMark, ReadStamp


def with_marks(topics: QuerySet, user: Person) -> QuerySet:
    """Adds what `read_up_to` needs, within the query of the topics."""
    return marked_for(topics, user.pk) if user.is_authenticated else topics


def marked_for(topics: QuerySet, user_pk: Any) -> QuerySet:
    """The same for the member with that number, or for a place for it."""
    opened = ReadMark.objects.filter(user_id=user_pk, topic=OuterRef("pk"))
    skipped = ReadStamp.objects.filter(Q(forum=None) | Q(forum=OuterRef("forum_id")), user_id=user_pk)
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


_MARKS = Prepared(
    lambda pks, user_pk: marked_for(Topic.objects.order_by().filter(among("pk", pks)), user_pk).values_list(
        "pk", "opened_up_to", "skipped_up_to"
    )
)


def unread_among(user: Person, topics: Collection[Topic]) -> set[int]:
    """The numbers of those of the topics in which something is new to the member, in one query."""
    if not user.is_authenticated:
        return set()
    marks = {pk: moments for pk, *moments in _MARKS([topic.pk for topic in topics], user.pk)}

    def read(topic: Topic) -> datetime:
        return max(mark for mark in (*marks.get(topic.pk, ()), user.date_joined) if mark is not None)

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


def _with_news(user_pk: Any, joined: Any) -> QuerySet:
    """The numbers of the forums with a topic that was written in since `joined` and that is unread.

    Each forum is looked through only until something is found.
    """
    ahead = {"user_id": user_pk, "read_at__gte": OuterRef("last_post_on")}
    opened = ReadMark.objects.filter(topic=OuterRef("pk"), **ahead)
    skipped = ReadStamp.objects.filter(Q(forum=None) | Q(forum=OuterRef("forum_id")), **ahead)
    topics = Topic.objects.order_by().filter(forum=OuterRef("pk"), approved=True, detail__hidden_at=None)
    fresh = topics.filter(~Exists(skipped), ~Exists(opened), last_post_on__gt=joined)
    return Forum.objects.order_by().filter(Exists(fresh)).values_list("pk", flat=True)


_WITH_NEWS = Prepared(_with_news)


def unread_forums(user: Person, forum_ids: Collection[int]) -> set[int]:
    """Those of the forums in which something is new that everyone there may read, in one query for all of them."""
    if not user.is_authenticated or not forum_ids:
        return set()
    joined = connection.ops.adapt_datetimefield_value(user.date_joined)
    return set(_WITH_NEWS(user.pk, joined)).intersection(forum_ids)
