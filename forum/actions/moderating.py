"""What moderators do to topics and posts.

Locking writes its own line into the log, in the same transaction. Hiding is the outcome of a decision
about a report, which the floor of moderation logs with its reason.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.moderation.actions import record
from community.people.models import User
from forum.access import forget_access
from forum.actions import rows
from forum.actions.posting import hold_topic
from forum.actions.settling import settle_news_of
from forum.documents import refresh_answered, refresh_entry, refresh_topic
from forum.engine import Forum, Post, Topic
from forum.models import PostDetail, TopicDetail
from forum.permissions import can_lock_topic, can_moderate


def lock_topic(actor: User, topic: Topic, *, reason: str = "") -> Topic:
    """From now on only moderators can post in the topic. Raises PermissionDenied."""
    return _set_status(actor, topic, Topic.TOPIC_LOCKED, "topic.lock", reason)


def unlock_topic(actor: User, topic: Topic, *, reason: str = "") -> Topic:
    return _set_status(actor, topic, Topic.TOPIC_UNLOCKED, "topic.unlock", reason)


def hide_post(actor: User, post: Post, reason: str) -> Post:
    """Readers see that a post was hidden, and why, instead of its words. Raises PermissionDenied."""
    return _set_hidden(actor, post, hidden_at=timezone.now(), hidden_by=actor, hidden_reason=reason[:500])


def restore_post(actor: User, post: Post) -> Post:
    return _set_hidden(actor, post, hidden_at=None, hidden_by=None, hidden_reason="")


@transaction.atomic
def hide_topic(actor: User, topic: Topic, reason: str) -> Topic:
    """The topic is gone for everyone but moderators and whoever started it, who sees why. Raises PermissionDenied."""
    return _set_topic_hidden(actor, topic, hidden_at=timezone.now(), hidden_by=actor, hidden_reason=reason[:500])


@transaction.atomic
def restore_topic(actor: User, topic: Topic) -> Topic:
    return _set_topic_hidden(actor, topic, hidden_at=None, hidden_by=None, hidden_reason="")


@transaction.atomic
def _set_status(actor: User, topic: Topic, status: int, action: str, reason: str) -> Topic:
    topic = hold_topic(topic)
    forget_access(actor)
    if not can_lock_topic(actor, topic):
        raise PermissionDenied
    if topic.status != status:
        Topic.objects.filter(pk=topic.pk).update(status=status)
        topic.status = status
        record(actor, action, "topic", topic.pk, reason=reason)
    return topic


@transaction.atomic
def _set_hidden(actor: User, post: Post, **hidden: Any) -> Post:
    topic = hold_topic(post.topic)
    require_moderator(actor, topic.forum)
    return mark_hidden(fresh(post, topic), **hidden)


def mark_hidden(post: Post, **hidden: Any) -> Post:
    """Write down that a post is hidden, or no longer, for callers that have asked who may and hold its topic."""
    post.detail, _ = PostDetail.objects.update_or_create(post=post, defaults=hidden, create_defaults=hidden)
    refresh_entry(post)
    refresh_answered(post)
    settle_news_of([post], post.topic.forum)
    return post


def _set_topic_hidden(actor: User, topic: Topic, **hidden: Any) -> Topic:
    topic = hold_topic(topic)
    require_moderator(actor, topic.forum)
    was_hidden = TopicDetail.objects.filter(topic=topic).exclude(hidden_at=None).exists()
    topic.detail, _ = TopicDetail.objects.update_or_create(topic=topic, defaults=hidden)
    is_hidden = hidden["hidden_at"] is not None
    if topic.approved and was_hidden != is_hidden:
        step = -1 if is_hidden else 1
        rows.count_topic(topic.forum_id, posts=step * topic.posts_count, topics=step)
        rows.find_last_post(topic.forum_id)
    refresh_topic(topic)
    settle_news_of(topic.posts.all(), topic.forum)
    return topic


def require_moderator(actor: User, forum: Forum) -> None:
    forget_access(actor)
    if not can_moderate(actor, forum):
        raise PermissionDenied


def fresh(post: Post, topic: Topic) -> Post:
    post = Post.objects.select_related("detail", "poster").get(pk=post.pk)
    post.topic = topic
    return post
