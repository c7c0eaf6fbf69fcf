"""What waits for a moderator: let everybody read it, or say why not."""

from django.db import transaction
from django.utils import timezone

from community.moderation.actions import record
from community.people.models import User
from forum.actions import rows
from forum.actions.moderating import fresh, mark_hidden, require_moderator
from forum.actions.posting import hold_topic
from forum.announcing import announce_post
from forum.engine import Post, Topic
from forum.models import PostDetail, TopicDetail
from forum.trust import trust_author


@transaction.atomic
def approve_post(actor: User, post: Post) -> Post:
    """Let everyone read a post that waited, and its topic when it is the first one, as if it were written now.

    Its author is a newcomer no more. Also takes back a refusal. Raises PermissionDenied.
    """
    topic = hold_topic(post.topic)
    require_moderator(actor, topic.forum)
    post = fresh(post, topic)
    if post.approved:
        return post
    _come_to_light(post)
    Post.objects.filter(pk=post.pk).update(approved=True)
    post.approved = True
    if not topic.approved and post.pk == topic.first_post_id:
        Topic.objects.filter(pk=topic.pk).update(approved=True)
        topic.approved = True
        rows.count_topic(topic.forum_id, posts=topic.posts_count)
    rows.count_post(post)
    trust_author(post.poster_id)
    announce_post(post)
    record(actor, "post.approve", "post", post.pk)
    return post


@transaction.atomic
def reject_post(actor: User, post: Post, reason: str) -> Post:
    """Nobody but its author, who reads why, and moderators will see it. Raises PermissionDenied."""
    topic = hold_topic(post.topic)
    require_moderator(actor, topic.forum)
    post = fresh(post, topic)
    if post.approved:
        return post
    hidden = {"hidden_at": timezone.now(), "hidden_by": actor, "hidden_reason": reason[:500]}
    if not topic.approved and post.pk == topic.first_post_id:
        topic.detail, _made = TopicDetail.objects.update_or_create(topic=topic, defaults=hidden)
    return mark_hidden(post, **hidden)


def _come_to_light(post: Post) -> None:
    """Nothing hides it any more; and what was never shown gets the moment of today, or its readers would miss it."""
    shown = {"hidden_at": None, "hidden_by": None, "hidden_reason": ""}
    was_unseen = PostDetail.objects.filter(post=post, unseen=True).update(unseen=False)
    PostDetail.objects.filter(post=post).update(**shown)
    post.detail = PostDetail.objects.filter(post=post).first() or PostDetail(post=post)
    if post.pk == post.topic.first_post_id and not post.topic.approved:
        TopicDetail.objects.filter(topic=post.topic).update(**shown)
        post.topic.detail = TopicDetail.objects.filter(topic=post.topic).first() or TopicDetail(topic=post.topic)
    if was_unseen and not Post.objects.filter(topic=post.topic, created__gt=post.created).exists():
        post.created = timezone.now()
        Post.objects.filter(pk=post.pk).update(created=post.created)
        if post.pk == post.topic.first_post_id:
            Topic.objects.filter(pk=post.topic_id).update(created=post.created)
