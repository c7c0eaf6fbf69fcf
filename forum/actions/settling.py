"""What hangs on posts and topics that are moved: answers, marks of reading, drafts, files, and what was told."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F

from community.notifications.actions import move_news, settle_news
from community.people.models import User
from forum import news, origins
from forum.access import readers_among
from forum.documents import refresh_entry
from forum.engine import Forum, Post, Topic
from forum.following import TOPIC as FOLLOWED_TOPIC
from forum.models import Attachment, Draft, PostDetail, ReadMark, ReadStamp

NEWS = (news.TOPIC, news.REPLY, news.REPLY_TO_YOU, news.MENTION, news.ANSWERED, news.ASSIGNED, news.HELP)


def take_news_along(posts: Collection[Post], old: Topic, new: Topic) -> None:
    move_news(NEWS, [post.pk for post in posts], kind=FOLLOWED_TOPIC, old=old.pk, new=new.pk)
    settle_news_of(posts, new.forum)


def settle_news_of(posts: Collection[Post], forum: Forum) -> None:
    """It counts for who may read the forum that the posts are in now, and for nobody while they are hidden."""
    pks = {post.pk for post in posts}
    shown = Post.objects.filter(pk__in=pks, approved=True, detail__hidden_at=None)
    shown = shown.filter(topic__approved=True, topic__detail__hidden_at=None)
    read = set(shown.values_list("pk", flat=True))
    settle_news(NEWS, read, readers=partial(readers_among, forum))
    if pks - read:
        settle_news(NEWS, pks - read, readers=lambda _people: [])


def take_files_along(posts: Collection[Post], forum: Forum) -> None:
    """Files are asked for by the forum of their post; the column counts for what one member keeps where."""
    Attachment.objects.filter(post__in=[post.pk for post in posts]).update(forum=forum)


def copy_marks(old: Topic, new: Topic) -> None:
    """What somebody had read of the one they have read of the other, which was begun with its posts."""
    marks = ReadMark.objects.filter(topic=old).values_list("user_id", "read_at")
    _store_marks(new, dict(marks))


def join_marks(kept: Topic, gone: Topic) -> None:
    """Of two marks the earlier one; who never opened the topic that goes has read nothing of it. So that nothing is
    taken for read that is not."""
    begun = gone.first_post.created - timedelta(microseconds=1)
    of_gone = dict(ReadMark.objects.filter(topic=gone).values_list("user_id", "read_at"))
    of_kept = ReadMark.objects.filter(topic=kept).values_list("user_id", "read_at")
    _store_marks(kept, {user_id: min(mark, of_gone.get(user_id, begun)) for user_id, mark in of_kept})


def _store_marks(topic: Topic, marks: Mapping[int, datetime]) -> None:
    ReadMark.objects.bulk_create(
        [ReadMark(user_id=user_id, topic=topic, read_at=read_at) for user_id, read_at in marks.items()],
        update_conflicts=True,
        unique_fields=["user", "topic"],
        update_fields=["read_at"],
        batch_size=500,
    )


def keep_skipped(topic: Topic, forum_pk: int) -> None:
    """Who had marked the forum that the topic leaves as read does not find the topic new in another."""
    if topic.last_post_on is None:
        return
    skipped = ReadStamp.objects.filter(forum=forum_pk, read_at__gte=topic.last_post_on)
    _store_marks(topic, dict(skipped.values_list("user_id", "read_at")))


def take_drafts_along(old: Topic, new: Topic) -> None:
    """Nobody loses what they had begun: where a member had begun in both, the texts stand below each other."""
    begun = {draft.user_id: draft for draft in Draft.objects.filter(topic=new)}
    for draft in Draft.objects.filter(topic=old):
        other = begun.get(draft.user_id)
        if other is None:
            Draft.objects.filter(pk=draft.pk).update(topic=new)
            continue
        joined = f"{other.content}\n\n{draft.content}".strip()
        Draft.objects.filter(pk=other.pk).update(content=joined, revision=F("revision") + 1)
        draft.delete()


def hold_origins(*topics: Topic) -> None:
    """What the answered questions of these topics were carried from: to be held before the topics."""
    answered = PostDetail.objects.filter(post__topic__in=topics, answer__isnull=False).exclude(origin_kind="")
    found: dict[str, list[str]] = defaultdict(list)
    for kind, origin_id in answered.values_list("origin_kind", "origin_id"):
        found[kind].append(origin_id)
    for kind, ids in sorted(found.items()):
        origins.hold(kind, ids)


def withdraw_torn_answers(actor: User, *topics: Topic) -> None:
    """A question whose answer stands in another topic now waits again, also where it came from."""
    torn = PostDetail.objects.filter(post__topic__in=topics, answer__isnull=False).exclude(
        answer__topic=F("post__topic")
    )
    for detail in torn.select_related("post__topic__detail", "post__topic__first_post", "post__poster"):
        PostDetail.objects.filter(pk=detail.pk).update(answer=None)
        detail.answer = None
        detail.post.detail = detail
        refresh_entry(detail.post)
        if origin := origins.get(detail.origin_kind):
            origin.reopen(actor, detail.origin_id)
