"""What members do: start topics, reply, edit, read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.lib import markdown
from community.moderation.actions import record
from community.people.models import User
from forum.access import forget_access
from forum.actions import rows
from forum.actions.once import fingerprint, write_once
from forum.announcing import announce_post
from forum.documents import refresh_entry
from forum.engine import Forum, Post, Topic, TopicReadTrack
from forum.errors import TopicLocked
from forum.limits import check_content, check_subject, tidy, tidy_subject
from forum.models import Anchor, PostDetail, TopicDetail
from forum.permissions import (
    can_announce,
    can_edit_post,
    can_moderate,
    can_read_topic,
    can_reply,
    can_start_topic,
    posts_unseen,
)


def start_topic(  # noqa: PLR0913 - one keyword per field of the form
    author: User,
    forum: Forum,
    *,
    subject: str,
    content: str,
    client_id: UUID | str | None = None,
    kind: str = TopicDetail.Kind.DISCUSSION,
    language: str = "en",
    anchor: Anchor | None = None,
    created_at: datetime | None = None,
) -> Topic:
    """A new topic with its first post. The same `client_id` gives the same topic, however often it comes.

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
    digest = fingerprint("topic", forum.pk, subject, content)

    def write() -> Post:
        approved = posts_unseen(author, forum.pk)
        topic = rows.insert_topic(forum, author, subject, approved=approved, at=created_at)
        topic.detail = TopicDetail.objects.create(topic=topic, kind=kind, language=language, **anchor_fields(anchor))
        form: dict[str, Any] = {"client_id": client_id, "client_digest": digest}
        post = rows.insert_post(topic, author, content, approved=approved, at=created_at, **form)
        if approved:
            rows.count_topic(forum.pk)
            announce_post(post, is_news=created_at is None)
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
    created_at: datetime | None = None,
) -> Post:
    """A post at the end of the topic. The same `client_id` gives the same post, however often it comes.

    Raises PermissionDenied, TopicLocked, ValidationError with a sentence, FormAlreadyUsed. Rights and lock are read
    while the topic's row is held, so a lock that was set meanwhile holds (safety B19).
    """
    content = tidy(content)
    check_content(content)
    forget_access(author)
    digest = fingerprint("reply", topic.pk, content)

    def write() -> Post:
        held = hold_topic(topic)
        _require_reply(author, held)
        approved = posts_unseen(author, held.forum_id)
        form: dict[str, Any] = {"client_id": client_id, "client_digest": digest}
        post = rows.insert_post(held, author, content, approved=approved, at=created_at, **form)
        if approved:
            announce_post(post, is_news=created_at is None)
        return post

    return write_once(author, client_id, digest, write)


@transaction.atomic
def edit_post(editor: User, post: Post, *, content: str, reason: str = "") -> Post:
    """Give the post another text. Moderators may do so in other people's posts, which is recorded with the reason.

    Where posts wait for approval, so does one that its author changed, or approved words could become any others.
    Raises PermissionDenied, TopicLocked for an author whose topic was locked, ValidationError with a sentence.
    """
    content = tidy(content)
    check_content(content)
    forget_access(editor)
    held = hold_topic(post.topic)
    post = Post.objects.select_related("detail").get(pk=post.pk)
    post.topic = held
    if not can_edit_post(editor, post):
        raise TopicLocked if held.is_locked and can_read_topic(editor, held) else PermissionDenied
    before = post.content.raw
    if content == before:
        return post
    _store_text(editor, post, content, reason)
    if post.approved and not (posts_unseen(editor, held.forum_id) or can_moderate(editor, held.forum)):
        _wait_again(post)
    refresh_entry(post)
    if editor.pk != post.poster_id:
        record(editor, "post.edit", "post", post.pk, reason=reason, before={"text": before}, after={"text": content})
    return post


def mark_read(user: User, topic: Topic) -> None:
    """Remember that the member has opened the topic now."""
    TopicReadTrack.objects.bulk_create(
        [TopicReadTrack(user_id=user.pk, topic=topic, mark_time=timezone.now())],
        update_conflicts=True,
        unique_fields=["user", "topic"],
        update_fields=["mark_time"],
    )


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
    return Topic.objects.select_for_update(of=["self"]).select_related("detail", "forum").get(pk=topic.pk)


def _require_reply(author: User, topic: Topic) -> None:
    if can_reply(author, topic):
        return
    raise TopicLocked if topic.is_locked and can_read_topic(author, topic) else PermissionDenied


def _wait_again(post: Post) -> None:
    """Take the post back to where it waits for approval. With the last of its posts the topic waits too."""
    Post.objects.filter(pk=post.pk).update(approved=False)
    post.approved = False
    rows.uncount_post(post)
    topic = post.topic
    if topic.approved and not Post.objects.filter(topic=topic, approved=True).exists():
        Topic.objects.filter(pk=topic.pk).update(approved=False)
        topic.approved = False
        rows.count_topic(topic.forum_id, topics=-1)


def _store_text(editor: User, post: Post, content: str, reason: str) -> None:
    post.content, post.updated = content, timezone.now()
    post._content_rendered = markdown.render(content)
    Post.objects.filter(pk=post.pk).update(
        content=content,
        _content_rendered=post._content_rendered,
        updated=post.updated,
        updated_by=editor,
        update_reason=reason[:255] or None,
        updates_count=F("updates_count") + 1,
    )
    PostDetail.objects.filter(post=post).update(rendered_with=markdown.VERSION)
