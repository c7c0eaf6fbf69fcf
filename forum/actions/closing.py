"""Ending a topic with one sentence. Nothing is bumped by it: closing is no post."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.lib.printable import has_ink
from community.moderation.actions import record
from community.people.models import User
from forum.access import forget_access
from forum.actions.posting import hold_topic
from forum.engine import Topic
from forum.limits import tidy_subject
from forum.models import TopicDetail
from forum.permissions import can_close_topic, can_reopen_topic

CLOSING_MAX = 300


@transaction.atomic
def close_topic(actor: User, topic: Topic, sentence: str) -> Topic:
    """Say how it ended, and take no more posts. Its place in the lists stays as it is.

    Raises PermissionDenied, ValidationError with a sentence when none was written or it is too long.
    """
    sentence = tidy_subject(sentence)
    _check_sentence(sentence)
    topic = hold_topic(topic)
    forget_access(actor)
    if not can_close_topic(actor, topic):
        raise PermissionDenied
    _store(topic, Topic.TOPIC_LOCKED, closing=sentence, closed_at=timezone.now(), closed_by=actor)
    record(actor, "topic.close", "topic", topic.pk, reason=sentence)
    return topic


@transaction.atomic
def reopen_topic(actor: User, topic: Topic) -> Topic:
    """Take posts again. The second time nothing happens. Raises PermissionDenied."""
    topic = hold_topic(topic)
    forget_access(actor)
    if not topic.is_locked:
        return topic
    if not can_reopen_topic(actor, topic):
        raise PermissionDenied
    _store(topic, Topic.TOPIC_UNLOCKED, closing="", closed_at=None, closed_by=None)
    record(actor, "topic.reopen", "topic", topic.pk)
    return topic


def _check_sentence(sentence: str) -> None:
    if not has_ink(sentence):
        raise ValidationError(_("Say in one sentence how it ended, so that whoever finds it later knows."))
    if len(sentence) > CLOSING_MAX:
        said = _("Shorten the sentence to 300 characters; it has %(length)s now.") % {"length": len(sentence)}
        raise ValidationError(said)


def _store(topic: Topic, status: int, **closing: Any) -> None:
    Topic.objects.filter(pk=topic.pk).update(status=status)  # a queryset's update leaves `updated` alone
    topic.status = status
    topic.detail, _made = TopicDetail.objects.update_or_create(topic=topic, defaults=closing)
