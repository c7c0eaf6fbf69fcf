"""How a topic or post becomes rows, without machina's save methods.

Those count the whole topic anew at every post and write the whole stale topic row back, which undoes a lock that was
set meanwhile (safety 3.2, defect 8). Here counters move by one, in the database, and nothing else is touched.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from community.lib import markdown
from community.lib.inserting import Inserting
from community.people.models import User
from forum.engine import Forum, ForumProfile, Post, Topic
from forum.models import PostDetail
from forum.permissions import in_view


def insert_topic(
    forum: Forum, poster: User | None, subject: str, *, approved: bool, at: datetime | None = None
) -> Topic:
    topic = Topic(
        forum=forum,
        poster=poster,
        subject=subject,
        slug=slugify(subject, allow_unicode=True)[:255] or "topic",
        type=Topic.TOPIC_POST,
        status=Topic.TOPIC_UNLOCKED,
        approved=approved,
    )
    return _insert(topic, at)


def insert_post(
    topic: Topic,
    poster: User | None,
    content: str,
    *,
    approved: bool,
    at: datetime | None = None,
    name: str = "",
    known: markdown.Known = markdown.NOTHING,
    **detail: Any,
) -> Post:
    """The post with its HTML and its row of details, counted where it has to be."""
    post = Post(topic=topic, poster=poster, subject=topic.subject, content=content, approved=approved)
    post.username = name or None
    post._content_rendered = markdown.render(content, known)
    _insert(post, at)
    post.detail = PostDetail(post=post, author=poster, rendered_with=markdown.VERSION, **detail)
    _WRITTEN[PostDetail](post.detail)
    if topic.first_post_id is None:
        Topic.objects.filter(pk=topic.pk).update(first_post=post)
        topic.first_post = post
    if approved:
        count_post(post)
    return post


def count_post(post: Post) -> None:
    """Add one approved post to its topic, forum and author. Always in this order, so that two never wait in a ring."""
    moment, now = (connection.ops.adapt_datetimefield_value(one) for one in (post.created, timezone.now()))
    latest = {"post": post.pk, "moment": moment}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_IN_TOPIC, {**latest, "now": now, "pk": post.topic_id})
        if in_view(post.topic):
            cursor.execute(_COUNT_IN_FORUM, {**latest, "pk": post.topic.forum_id})
        if post.poster_id is not None:
            _count_for(post.poster_id)


# As text, because these stand in every reply, and Django takes longer to put the same together than the database to do
# it. The post is the last one of its topic and forum, unless they have a later one.
_COUNT_IN_TOPIC = """
UPDATE forum_conversation_topic SET posts_count = posts_count + 1, updated = %(now)s,
    last_post_id = CASE WHEN last_post_on > %(moment)s THEN last_post_id ELSE %(post)s END,
    last_post_on = CASE WHEN last_post_on > %(moment)s THEN last_post_on ELSE %(moment)s END
WHERE id = %(pk)s
""".strip()
_COUNT_IN_FORUM = """
UPDATE forum_forum SET direct_posts_count = direct_posts_count + 1,
    last_post_id = CASE WHEN last_post_on > %(moment)s THEN last_post_id ELSE %(post)s END,
    last_post_on = CASE WHEN last_post_on > %(moment)s THEN last_post_on ELSE %(moment)s END
WHERE id = %(pk)s
""".strip()


def uncount_post(post: Post) -> None:
    """Take away one post that is approved no more: what `count_post` added, in the same order."""
    topic = post.topic
    last = Post.objects.filter(topic=topic, approved=True).order_by("-created", "-pk").first()
    Topic.objects.filter(pk=topic.pk).update(
        posts_count=F("posts_count") - 1, last_post=last, last_post_on=last.created if last else None
    )
    if in_view(topic):
        Forum.objects.filter(pk=topic.forum_id).update(direct_posts_count=F("direct_posts_count") - 1)
        find_last_post(topic.forum_id)
    ForumProfile.objects.filter(user_id=post.poster_id).update(posts_count=F("posts_count") - 1)


def count_topic(forum_id: int, posts: int = 0, topics: int = 1) -> None:
    """Add topics, and posts where they were not counted one by one, to their forum. Negative numbers take away."""
    Forum.objects.filter(pk=forum_id).update(
        direct_topics_count=F("direct_topics_count") + topics, direct_posts_count=F("direct_posts_count") + posts
    )


def find_last_post(forum_id: int) -> None:
    """Point the forum at the latest post of a topic that everyone in it may read."""
    topics = Topic.objects.filter(forum_id=forum_id, approved=True, detail__hidden_at=None)
    latest = topics.exclude(last_post=None).order_by("-last_post_on", "-pk").first()
    Forum.objects.filter(pk=forum_id).update(
        last_post=latest.last_post_id if latest else None, last_post_on=latest.last_post_on if latest else None
    )


def _count_for(user_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_FOR, [user_id])
        if not cursor.rowcount:
            ForumProfile.objects.get_or_create(user_id=user_id)
            cursor.execute(_COUNT_FOR, [user_id])


_COUNT_FOR = "UPDATE forum_member_forumprofile SET posts_count = posts_count + 1 WHERE user_id = %s"


def _insert(row: Any, at: datetime | None) -> Any:
    """Without machina's save and its signals, which is what is wanted here."""
    _WRITTEN[type(row)](row)
    if at is not None:  # the column insists on the present when it is inserted
        type(row)._default_manager.filter(pk=row.pk).update(created=at)
        row.created = at
    return row


_WRITTEN = {model: Inserting(model) for model in (Post, PostDetail, Topic)}
