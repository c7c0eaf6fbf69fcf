"""What a topic says about itself: its kind, its ecosystems, its country. Chosen at the start, and mended later."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.moderation.actions import record
from community.people.models import Ecosystem, User
from forum.access import forget_access
from forum.actions.posting import hold_topic
from forum.documents import refresh_entry
from forum.engine import Post, Topic
from forum.errors import HasItsAnswer
from forum.models import PostDetail, TopicDetail
from forum.permissions import can_announce, can_describe_topic
from forum.queries import topic_detail


@transaction.atomic
def describe_topic(
    editor: User, topic: Topic, *, kind: str, ecosystems: Collection[Ecosystem] = (), country: str = ""
) -> Topic:
    """Say what the topic is and what it is about; what moderators change for others is in the log.

    Raises PermissionDenied, also for an announcement by whoever may not make one, and HasItsAnswer when a question that
    has its answer would be no question any more.
    """
    held = hold_topic(topic)
    forget_access(editor)
    before = topic_detail(held)
    announces = TopicDetail.Kind.ANNOUNCEMENT in (kind, before.kind) and kind != before.kind
    if not can_describe_topic(editor, held) or (announces and not can_announce(editor, held.forum)):
        raise PermissionDenied
    _set_kind(held, before.kind, kind)
    was, now = _facts(before), {"kind": kind, "country": country, "ecosystems": sorted(one.code for one in ecosystems)}
    held.detail, _made = TopicDetail.objects.update_or_create(topic=held, defaults={"kind": kind, "country": country})
    held.detail.ecosystems.set(ecosystems)
    refresh_entry(
        Post.objects.select_related("detail__answer__detail", "poster", "topic__detail").get(pk=held.first_post_id)
    )
    if was != now and editor.pk != held.poster_id:
        record(editor, "topic.describe", "topic", held.pk, before=was, after=now)
    return held


def _set_kind(topic: Topic, before: str, after: str) -> None:
    """A topic that becomes a question waits for an answer from now on."""
    if before == after or topic.first_post_id is None:
        return
    first = PostDetail.objects.filter(post=topic.first_post_id)
    if after != TopicDetail.Kind.QUESTION and first.exclude(answer=None).filter(origin_kind="").exists():
        raise HasItsAnswer
    first.filter(origin_kind="").update(asks=after == TopicDetail.Kind.QUESTION)


def _facts(detail: TopicDetail) -> dict[str, Any]:
    codes = sorted(one.code for one in detail.ecosystems.all()) if detail.pk else []
    return {"kind": detail.kind, "country": detail.country, "ecosystems": codes}
