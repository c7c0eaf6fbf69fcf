"""What other floors bring into the forum: a topic about a page, a question from a live room.

Each of these exists once, also when two people close a room in the same second. Who may bring it is decided on the
floor that owns the page or the room; these doors trust their caller.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from community.people.models import User
from forum.actions import rows
from forum.actions.moderating import mark_hidden
from forum.actions.once import find_or_make
from forum.actions.posting import anchor_fields, hold_topic
from forum.announcing import announce_post
from forum.engine import Forum, Post, Topic
from forum.limits import CONTENT_MAX, tidy, tidy_subject
from forum.models import Anchor, PostDetail, QuestionVote, TopicDetail
from forum.origins import ANSWER_KIND
from forum.queries import topic_for


def ensure_topic(
    anchor: Anchor, forum: Forum, *, author: User, subject: str, content: str, kind: str = "", language: str = "en"
) -> Topic:
    """The topic about that page, made now if there is none yet; its link to the page is brought up to date (R-FOR-6).

    Subject, text and forum are those of the first call: what people have made of the topic since stays theirs.
    """

    def make() -> Topic:
        topic = rows.insert_topic(forum, author, tidy_subject(subject)[:255], approved=True)
        about = {"kind": kind or TopicDetail.Kind.DISCUSSION, "language": language, **anchor_fields(anchor)}
        topic.detail = TopicDetail.objects.create(topic=topic, **about)
        rows.count_topic(forum.pk)
        asks = kind == TopicDetail.Kind.QUESTION
        announce_post(rows.insert_post(topic, author, tidy(content), approved=True, asks=asks))
        return topic

    topic, created = find_or_make(lambda: topic_for(anchor.kind, anchor.id), make)
    if not created:
        TopicDetail.objects.filter(topic=topic).update(**anchor_fields(anchor))
    return Topic.objects.select_related("detail", "forum").get(pk=topic.pk)


def add_carried_post(  # noqa: PLR0913 - one keyword per fact about the origin
    topic: Topic,
    *,
    origin_kind: str,
    origin_id: object,
    origin_url: str,
    author: User | None,
    author_name: str,
    content: str,
    votes: int,
    carried_by: User | None,
    askers: Collection[int] = (),
    voters: Collection[int] = (),
) -> tuple[Post, bool]:
    """The post that carries on what began elsewhere, and whether it was made just now.

    `author` None keeps the asker unnamed: only `author_name` is shown. Nobody is told of each carried post; whoever
    carries tells once. `carried_by` None means that the house did it, as when a room closes by itself. `askers` and
    `voters` are the members, by number, who wait for an answer: they are told of it, and none of them votes twice.
    """
    origin = {"origin_kind": origin_kind, "origin_id": str(origin_id)}

    def find() -> Post | None:
        found = PostDetail.objects.filter(**origin).select_related("post__topic").first()
        return found.post if found else None

    def make() -> Post:
        facts: dict[str, Any] = {**origin, "origin_url": origin_url, "votes": max(votes, 0), "carried_by": carried_by}
        facts["asks"] = origin_kind != ANSWER_KIND
        text = tidy(content)[:CONTENT_MAX]
        name = "" if author else author_name[:155]
        post = rows.insert_post(hold_topic(topic), author, text, approved=True, name=name, **facts)
        waiting = {**dict.fromkeys(voters, False), **dict.fromkeys(askers, True)}
        QuestionVote.objects.bulk_create(
            QuestionVote(post=post, user_id=user, asked=asked) for user, asked in waiting.items()
        )
        announce_post(post, is_news=False)
        return post

    return find_or_make(find, make)


@transaction.atomic
def hide_carried_post(
    actor: User, *, origin_kind: str, origin_id: object, reason: str, hidden_at: datetime
) -> Post | None:
    """Hide what was carried from there, because its origin was hidden at that moment; one that is hidden stays so."""
    post = _hold_carried(origin_kind, origin_id)
    if post is None or post.detail.hidden_at is not None:
        return post
    return mark_hidden(post, hidden_at=hidden_at, hidden_by=actor, hidden_reason=reason[:500])


@transaction.atomic
def restore_carried_post(*, origin_kind: str, origin_id: object, hidden_at: datetime) -> Post | None:
    """Show it again, if it was hidden together with its origin; a decision about the post itself stands."""
    post = _hold_carried(origin_kind, origin_id)
    if post is None or post.detail.hidden_at != hidden_at:
        return post
    return mark_hidden(post, hidden_at=None, hidden_by=None, hidden_reason="")


def _hold_carried(origin_kind: str, origin_id: object) -> Post | None:
    origin = {"origin_kind": origin_kind, "origin_id": str(origin_id)}
    detail = PostDetail.objects.filter(**origin).select_related("post__topic").first()
    if detail is None:
        return None
    topic = hold_topic(detail.post.topic)
    post = Post.objects.select_related("detail", "poster").get(pk=detail.post_id)
    post.topic = topic
    return post
