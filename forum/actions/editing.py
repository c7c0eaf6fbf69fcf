"""Changing what was written, and what it said before."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.lib import markdown
from community.moderation.actions import record
from community.people.models import User
from forum.access import forget_access
from forum.actions import rows
from forum.actions.posting import hold_topic
from forum.announcing import announce_change, announce_waiting
from forum.documents import refresh_entry
from forum.engine import Post, Topic
from forum.errors import TopicLocked
from forum.limits import EDIT_WINDOW, check_content, tidy
from forum.models import PostDetail, PostVersion
from forum.permissions import can_edit_post, can_moderate, can_read_topic, posts_unseen
from forum.references import references_in


@transaction.atomic
def edit_post(
    editor: User, post: Post, *, content: str, reason: str = "", sections: Mapping[str, str] | None = None
) -> Post:
    """Give the post another text; the former one is kept as a version, but for the first minutes.

    `sections` are the parts that the text was composed of; without them it is one text from now on.

    Moderators may do so in other people's posts, which is recorded with the reason. Where posts wait for approval, so
    does one that its author changed, or approved words could become any others.
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
    references = references_in(content, held.forum, editor, post)
    _keep_version(editor, post)
    _store_text(editor, post, content, reason, references.known)
    references.replace(post)
    PostDetail.objects.filter(post=post).update(sections=dict(sections or {}))
    if post.approved and not (posts_unseen(editor, held.forum_id) or can_moderate(editor, held.forum)):
        _wait_again(post)
    refresh_entry(post)
    announce_change(post)
    if editor.pk != post.poster_id:
        record(editor, "post.edit", "post", post.pk, reason=reason, before={"text": before}, after={"text": content})
    return post


@transaction.atomic
def hide_version(actor: User, version: PostVersion, reason: str) -> None:
    """Nobody but moderators reads this former text any more, nor what differs from it. Raises PermissionDenied."""
    _set_version_hidden(actor, version, hidden_at=timezone.now(), hidden_by=actor, hidden_reason=reason[:500])
    record(actor, "post.hide_version", "post", version.post_id, reason=reason)


@transaction.atomic
def restore_version(actor: User, version: PostVersion) -> None:
    _set_version_hidden(actor, version, hidden_at=None, hidden_by=None, hidden_reason="")
    record(actor, "post.restore_version", "post", version.post_id)


def _set_version_hidden(actor: User, version: PostVersion, **hidden: Any) -> None:
    forget_access(actor)
    if not can_moderate(actor, version.post.topic.forum):
        raise PermissionDenied
    PostVersion.objects.filter(pk=version.pk).update(**hidden)


def _keep_version(editor: User, post: Post) -> None:
    """The words as they were; not where the same person has only just put them there."""
    writer_id = post.updated_by_id if post.updates_count else post.poster_id
    if editor.pk == writer_id and timezone.now() - post.updated < EDIT_WINDOW:
        return
    PostVersion.objects.create(
        post=post,
        text=post.content.raw,
        writer_id=writer_id,
        written_at=post.updated if post.updates_count else post.created,
        reason=post.update_reason or "",
    )
    PostDetail.objects.filter(post=post).update(versions=F("versions") + 1)


def _wait_again(post: Post) -> None:
    """Take the post back to where it waits for approval. With the last of its posts the topic waits too."""
    Post.objects.filter(pk=post.pk).update(approved=False)
    post.approved = False
    rows.uncount_post(post)
    announce_waiting(post)
    topic = post.topic
    if topic.approved and not Post.objects.filter(topic=topic, approved=True).exists():
        Topic.objects.filter(pk=topic.pk).update(approved=False)
        topic.approved = False
        rows.count_topic(topic.forum_id, topics=-1)


def _store_text(editor: User, post: Post, content: str, reason: str, known: markdown.Known) -> None:
    post.content, post.updated = content, timezone.now()
    post._content_rendered = markdown.render(content, known)
    Post.objects.filter(pk=post.pk).update(
        content=content,
        _content_rendered=post._content_rendered,
        updated=post.updated,
        updated_by=editor,
        update_reason=reason[:255] or None,
        updates_count=F("updates_count") + 1,
    )
    PostDetail.objects.filter(post=post).update(rendered_with=markdown.VERSION)
