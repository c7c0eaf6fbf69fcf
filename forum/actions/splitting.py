"""Beginning a topic with posts of another."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.moderation.actions import record
from community.notifications.actions import copy_follows
from community.people.models import User
from community.search.actions import drop_entry
from forum.access import forget_access
from forum.actions import rows
from forum.actions.counting import enter_forum, find_last_posts, leave_forum, recount_topic
from forum.actions.noting import add_note, leave_notes, post_before
from forum.actions.posting import hold_topic
from forum.actions.settling import (
    copy_marks,
    hold_origins,
    keep_skipped,
    take_files_along,
    take_news_along,
    withdraw_torn_answers,
)
from forum.documents import refresh_topic
from forum.engine import Forum, Post, Topic
from forum.errors import CannotSplit
from forum.following import TOPIC as FOLLOWED_TOPIC
from forum.limits import check_subject, tidy_subject
from forum.models import TopicDetail, TopicNote
from forum.permissions import can_split_topic
from forum.queries import topic_detail


@transaction.atomic
def split_topic(actor: User, topic: Topic, posts: Collection[int], *, subject: str, forum: Forum) -> Topic:
    """A new topic from these posts, by their numbers. Their addresses stay.

    For who moderates both forums. Never the first post, what was carried from a page, or what waits for a moderator.
    Raises PermissionDenied, CannotSplit, ValidationError about the subject.
    """
    subject = tidy_subject(subject)
    check_subject(subject)
    hold_origins(topic)
    topic = hold_topic(topic)
    forget_access(actor)
    if not can_split_topic(actor, topic, forum):
        raise PermissionDenied
    chosen = _chosen(topic, posts)
    above = post_before(chosen[0], topic)
    new = _begin(topic, chosen, subject, forum)
    recount_topic(topic)
    leave_forum(topic, len(chosen))
    enter_forum(new, len(chosen), topics=1)
    find_last_posts(topic.forum_id, forum)
    _take_along(actor, chosen, topic, new)
    leave_notes(topic, chosen)
    add_note(actor, topic, TopicNote.Kind.SPLIT_OFF, after=above, count=len(chosen), other=new)
    add_note(actor, new, TopicNote.Kind.SPLIT_FROM, count=len(chosen), other=topic)
    drop_entry("post", chosen[0].pk)
    refresh_topic(new)
    after = {"topic": new.pk, "forum": forum.pk, "posts": [post.pk for post in chosen]}
    record(actor, "topic.split", "topic", topic.pk, after=after)
    return new


def _chosen(topic: Topic, numbers: Collection[int]) -> list[Post]:
    """Those of the posts that may leave, in their order. Raises CannotSplit."""
    found = Post.objects.filter(topic=topic, pk__in=numbers, approved=True).exclude(pk=topic.first_post_id)
    chosen = list(found.select_related("detail", "poster").order_by("created", "pk"))
    if not chosen:
        raise CannotSplit("nothing")
    if any(post.detail.origin_kind for post in chosen if hasattr(post, "detail")):
        raise CannotSplit("carried")
    return chosen


def _begin(topic: Topic, chosen: list[Post], subject: str, forum: Forum) -> Topic:
    """The new topic with its posts in it. Nobody is told: who wrote in it and who followed were told of each post."""
    old = topic_detail(topic)
    new = rows.insert_topic(forum, chosen[0].poster, subject, approved=True, at=chosen[0].created)
    new.detail = TopicDetail.objects.create(topic=new, language=old.language, country=old.country)
    if old.pk:
        new.detail.ecosystems.set(old.ecosystems.all())
    Post.objects.filter(pk__in=[post.pk for post in chosen]).update(topic=new, subject=new.subject)
    for post in chosen:
        post.topic = new
    return recount_topic(new)


def _take_along(actor: User, chosen: list[Post], old: Topic, new: Topic) -> None:
    withdraw_torn_answers(actor, old, new)
    take_files_along(chosen, new.forum)
    copy_follows(FOLLOWED_TOPIC, old.pk, new.pk)
    take_news_along(chosen, old, new)
    copy_marks(old, new)
    if old.forum_id != new.forum_id:
        keep_skipped(new, old.forum_id)
