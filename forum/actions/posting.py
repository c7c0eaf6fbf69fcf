"""What members do: start topics, reply."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from community.lib.prepared import Prepared
from community.people.models import Ecosystem, User
from forum.access import forget_access, read_access
from forum.actions import rows
from forum.actions.drafting import drop_draft
from forum.actions.once import fingerprint, write_once
from forum.announcing import announce_post, announce_waiting
from forum.engine import Forum, Post, Topic
from forum.errors import TopicLocked
from forum.limits import check_content, check_subject, tidy, tidy_subject
from forum.models import Anchor, TopicDetail
from forum.permissions import (
    can_announce,
    can_read_topic,
    can_read_words,
    can_reply,
    can_start_topic,
    posts_unseen,
)
from forum.queries import topic_detail
from forum.references import references_in


def start_topic(  # noqa: PLR0913 - one keyword per field of the form
    author: User,
    forum: Forum,
    *,
    subject: str,
    content: str,
    client_id: UUID | str | None = None,
    kind: str = TopicDetail.Kind.DISCUSSION,
    language: str = "en",
    country: str = "",
    ecosystems: Collection[Ecosystem] = (),
    sections: Mapping[str, str] | None = None,
    anchor: Anchor | None = None,
    created_at: datetime | None = None,
) -> Topic:
    """A new topic with its first post. The same `client_id` gives the same topic, however often it comes.

    `sections` are the parts that `content` was composed of, for the kinds that have any (forum.kinds).

    Announcements are for moderators and organisers. Raises PermissionDenied, ValidationError with a sentence when a
    text is too short or too long, FormAlreadyUsed.
    """
    subject, content = tidy_subject(subject), tidy(content)
    check_subject(subject)
    check_content(content)
    forget_access(author)
    may = can_announce if kind == TopicDetail.Kind.ANNOUNCEMENT else can_start_topic
    if not may(author, forum):
        raise PermissionDenied
    references = references_in(content, forum, author)
    digest = fingerprint("topic", forum.pk, subject, content)

    def write() -> Post:
        approved = posts_unseen(author, forum.pk)
        topic = rows.insert_topic(forum, author, subject, approved=approved, at=created_at)
        about = {"kind": kind, "language": language, "country": country, **anchor_fields(anchor)}
        topic.detail = TopicDetail.objects.create(topic=topic, **about)
        if ecosystems:
            topic.detail.ecosystems.set(ecosystems)
        form: dict[str, Any] = {
            "unseen": not approved,
            "client_id": client_id,
            "client_digest": digest,
            "asks": kind == TopicDetail.Kind.QUESTION,
            "sections": dict(sections or {}),
        }
        post = rows.insert_post(
            topic, author, content, approved=approved, at=created_at, known=references.known, **form
        )
        references.keep(post)
        drop_draft(author, client_id)
        if approved:
            rows.count_topic(forum.pk)
            announce_post(post, is_news=created_at is None)
        else:
            announce_waiting(post)
        return post

    topic = write_once(author, client_id, digest, write).topic
    topic.refresh_from_db()
    return topic


def reply(
    author: User,
    topic: Topic,
    *,
    content: str,
    client_id: UUID | str | None = None,
    reply_to: Post | None = None,
    language: str = "",
    created_at: datetime | None = None,
) -> Post:
    """A post at the end of the topic, perhaps in answer to one of its posts.

    The same `client_id` gives the same post, however often it comes. Raises PermissionDenied, TopicLocked,
    ValidationError with a sentence, FormAlreadyUsed. Rights and lock are read while the topic's row is held: what was
    taken away or locked meanwhile stays so, however long that had to be waited for (safety B19).
    """
    content = tidy(content)
    check_content(content)
    references = references_in(content, topic.forum, author)
    digest = fingerprint("reply", topic.pk, content)

    def write() -> Post:
        held = hold_topic(topic)
        read_access(author, held.forum)
        _require_reply(author, held)
        approved = posts_unseen(author, held.forum_id)
        form: dict[str, Any] = {"client_id": client_id, "client_digest": digest, "unseen": not approved}
        form |= {"reply_to": _answered(author, held, reply_to), "language": _unless_of(held, language)}
        post = rows.insert_post(held, author, content, approved=approved, at=created_at, known=references.known, **form)
        references.keep(post)
        drop_draft(author, client_id)
        if approved:
            held.posts_count += 1
            announce_post(post, is_news=created_at is None)
        else:
            announce_waiting(post)
        return post

    return write_once(author, client_id, digest, write)


def anchor_fields(anchor: Anchor | None) -> dict[str, str]:
    """The columns of TopicDetail for that anchor."""
    if anchor is None:
        return {}
    return {
        "anchor_kind": anchor.kind,
        "anchor_id": str(anchor.id),
        "anchor_url": anchor.url,
        "anchor_title": anchor.title[:255],
    }


def hold_topic(topic: Topic) -> Topic:
    """The topic as it is now, kept from others until the transaction ends."""
    held: Topic | None = _HELD.first(topic.pk)
    if held is None:
        raise Topic.DoesNotExist
    if held.forum_id == topic.forum_id and Topic.forum.is_cached(topic):
        held.forum = topic.forum
    return held


_HELD = Prepared(
    lambda pk: Topic.objects.order_by().filter(pk=pk).select_for_update(of=["self"]).select_related("detail")
)


def _require_reply(author: User, topic: Topic) -> None:
    if can_reply(author, topic):
        return
    raise TopicLocked if topic.is_locked and can_read_topic(author, topic) else PermissionDenied


def _answered(author: User, topic: Topic, reply_to: Post | None) -> Post | None:
    """The post that is answered, if it is one of this topic that the author can read."""
    if reply_to is None or reply_to.topic_id != topic.pk:
        return None
    reply_to.topic = topic
    return reply_to if can_read_words(author, reply_to) else None


def _unless_of(topic: Topic, language: str) -> str:
    """A post in the language of its topic says nothing of its own."""
    return "" if language == topic_detail(topic).language else language
