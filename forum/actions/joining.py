"""Making one topic of two. The older one stays; the address of the newer one leads to it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.moderation.actions import record
from community.notifications.actions import copy_follows, drop_follows
from community.people.models import User
from community.search.actions import drop_entry
from forum.access import forget_access
from forum.actions.counting import enter_forum, find_last_posts, leave_forum, recount_topic
from forum.actions.noting import add_note, count_notes, post_before
from forum.actions.posting import hold_topic
from forum.actions.settling import (
    hold_origins,
    join_marks,
    take_drafts_along,
    take_files_along,
    take_news_along,
    withdraw_torn_answers,
)
from forum.documents import refresh_topic
from forum.engine import Post, Topic
from forum.errors import CannotJoin
from forum.following import TOPIC as FOLLOWED_TOPIC
from forum.models import OldTopic, PostDetail, QuestionVote, TopicDetail, TopicNote
from forum.permissions import can_join_topics, in_view
from forum.queries import topic_detail

ANCHOR = ("anchor_kind", "anchor_id", "anchor_url", "anchor_title")
Kind = TopicDetail.Kind


@transaction.atomic
def join_topics(actor: User, one: Topic, other: Topic) -> Topic:
    """One topic from two, its posts by their dates. The older one keeps its address, subject, kind and forum.

    Whoever reads its forum reads all posts from now on. For who moderates both forums. Returns the one that stays.
    Raises PermissionDenied, CannotJoin.
    """
    hold_origins(one, other)
    first, second = (hold_topic(topic) for topic in sorted((one, other), key=lambda topic: topic.pk))
    forget_access(actor)
    if not can_join_topics(actor, first, second):
        raise PermissionDenied
    kept, gone = older_first(first, second)
    _check(kept, gone)
    posts = list(Post.objects.filter(topic=gone).order_by("created", "pk"))
    shown = sum(post.approved for post in posts)
    _hand_over_anchor(kept, gone)
    _hand_over_question(kept, gone)
    leave_forum(gone, shown, topics=1)
    Post.objects.filter(topic=gone).update(topic=kept)
    enter_forum(kept, shown)
    recount_topic(kept)
    _take_along(actor, posts, kept, gone)
    before = {"topic": gone.pk, "forum": gone.forum_id, "subject": gone.subject, "posts": len(posts)}
    _lead_on(actor, kept, gone, posts, shown)
    find_last_posts(kept.forum_id, gone.forum_id)
    refresh_topic(kept)
    record(actor, "topic.join", "topic", kept.pk, before=before)
    return kept


def older_first(one: Topic, other: Topic) -> tuple[Topic, Topic]:
    """Which of the two stays, and which goes: a first post stays the first one."""
    kept, gone = sorted((one, other), key=lambda topic: (topic.first_post.created, topic.pk))
    return kept, gone


def _check(kept: Topic, gone: Topic) -> None:
    if kept.pk == gone.pk:
        raise CannotJoin("same")
    if not (in_view(kept) and in_view(gone)):
        raise CannotJoin("unseen")
    if topic_detail(kept).anchor_kind and topic_detail(gone).anchor_kind:
        raise CannotJoin("pages")


def _hand_over_anchor(kept: Topic, gone: Topic) -> None:
    """The page that a topic is about leads to where its posts are now."""
    if not topic_detail(gone).anchor_kind:
        return
    anchor = {name: getattr(gone.detail, name) for name in ANCHOR}
    TopicDetail.objects.filter(topic=gone).update(**dict.fromkeys(ANCHOR, ""))
    kept.detail, _made = TopicDetail.objects.update_or_create(topic=kept, defaults=anchor)


def _hand_over_question(kept: Topic, gone: Topic) -> None:
    """The question of the newer topic is one with that of the older: its votes and its answer are. Of a discussion it
    makes a question; in any other kind of topic it is a post like others."""
    asked = PostDetail.objects.filter(post=gone.first_post_id, asks=True, origin_kind="").first()
    if asked is None:
        return
    PostDetail.objects.filter(pk=asked.pk).update(asks=False, votes=0, answer=None, assigned_to=None)
    if topic_detail(kept).kind == Kind.DISCUSSION:
        kept.detail, _made = TopicDetail.objects.update_or_create(topic=kept, defaults={"kind": Kind.QUESTION})
        PostDetail.objects.filter(post=kept.first_post_id).update(asks=True)
    asks = PostDetail.objects.filter(post=kept.first_post_id, asks=True).first()
    if asks is None:
        return
    voters = QuestionVote.objects.filter(post=asked.post_id).exclude(user=kept.poster_id)
    rows = [QuestionVote(post_id=asks.post_id, user_id=vote.user_id, asked=vote.asked) for vote in voters]
    QuestionVote.objects.bulk_create(rows, ignore_conflicts=True)
    votes = QuestionVote.objects.filter(post=asks.post_id, asked=False).count()
    answer = asks.answer_id or (asked.answer_id if asked.answer_id != kept.first_post_id else None)
    PostDetail.objects.filter(pk=asks.pk).update(votes=votes, answer=answer)


def _take_along(actor: User, posts: list[Post], kept: Topic, gone: Topic) -> None:
    take_files_along(posts, kept.forum)
    take_news_along(posts, gone, kept)
    copy_follows(FOLLOWED_TOPIC, gone.pk, kept.pk)
    drop_follows(FOLLOWED_TOPIC, gone.pk)
    join_marks(kept, gone)
    take_drafts_along(gone, kept)
    withdraw_torn_answers(actor, kept, gone)


def _lead_on(actor: User, kept: Topic, gone: Topic, posts: list[Post], shown: int) -> None:
    """Nothing is left of the newer topic but its old address and the line that says how many posts came from it."""
    TopicNote.objects.filter(other=gone).update(other=kept)
    TopicNote.objects.filter(topic=gone).update(topic=kept)
    TopicNote.objects.filter(topic=kept, other=kept).delete()
    OldTopic.objects.filter(topic=gone).update(topic=kept)
    OldTopic.objects.create(number=gone.pk, topic=kept)
    number = gone.pk
    Topic.objects.filter(pk=number).delete()
    drop_entry("topic", number)
    count_notes(kept)
    add_note(actor, kept, TopicNote.Kind.JOINED, after=post_before(posts[0], kept), count=shown)
