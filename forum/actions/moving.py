"""Moving a whole topic to another forum, and giving it its place there."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.moderation.actions import record
from community.people.models import User
from forum.access import forget_access
from forum.actions.counting import enter_forum, find_last_posts, leave_forum
from forum.actions.noting import add_note
from forum.actions.posting import hold_topic
from forum.actions.settling import keep_skipped, settle_news_of, take_files_along
from forum.documents import refresh_topic
from forum.engine import Forum, Topic
from forum.models import TopicNote
from forum.permissions import can_announce_topic, can_move_topic, can_pin_topic

PLACES = {"normal": Topic.TOPIC_POST, "pinned": Topic.TOPIC_STICKY, "announced": Topic.TOPIC_ANNOUNCE}


@transaction.atomic
def move_topic(actor: User, topic: Topic, forum: Forum, *, reason: str = "") -> Topic:
    """Put the topic with all its posts into another forum. Its address stays; who cannot read that forum loses it.

    For who moderates both. Followers keep their level, and hear of it only while they may read it. Raises
    PermissionDenied.
    """
    topic = hold_topic(topic)
    forget_access(actor)
    if not can_move_topic(actor, topic, forum):
        raise PermissionDenied
    before = topic.forum
    if before == forum:
        return topic
    leave_forum(topic, topic.posts_count, topics=1)
    Topic.objects.filter(pk=topic.pk).update(forum=forum)
    topic.forum = forum
    enter_forum(topic, topic.posts_count, topics=1)
    find_last_posts(before, forum)
    posts = list(topic.posts.all())
    take_files_along(posts, forum)
    settle_news_of(posts, forum)
    keep_skipped(topic, before.pk)
    add_note(actor, topic, TopicNote.Kind.MOVED, forum=before)
    refresh_topic(topic)
    facts = {"before": {"forum": before.pk}, "after": {"forum": forum.pk}}
    record(actor, "topic.move", "topic", topic.pk, reason=reason, **facts)
    return topic


@transaction.atomic
def place_topic(actor: User, topic: Topic, place: str) -> Topic:
    """Let it stand where its latest post puts it ("normal"), above those ("pinned"), or above all ("announced").

    Raises PermissionDenied, or KeyError for any other place.
    """
    kind = PLACES[place]
    topic = hold_topic(topic)
    forget_access(actor)
    may = can_announce_topic if place == "announced" else can_pin_topic
    if not may(actor, topic):
        raise PermissionDenied
    if topic.type != kind:
        before = next(name for name, value in PLACES.items() if value == topic.type)
        Topic.objects.filter(pk=topic.pk).update(type=kind)
        topic.type = kind
        record(actor, "topic.place", "topic", topic.pk, before={"place": before}, after={"place": place})
    return topic
