"""Reads: forums, topics and posts as one person may see them, each list in a fixed number of queries."""

import pickle
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db import connection
from django.db.models import CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext

from community.freshness.parts import keeps, kept_part
from community.lib.prepared import Prepared
from community.notifications.models import Follow
from community.people.models import User
from community.people.permissions import Person
from forum import origins
from forum.access import access_in, access_of
from forum.engine import Forum, Post, Topic
from forum.models import Draft, OldTopic, PostDetail, TopicDetail
from forum.paging import number_of, page_of
from forum.permissions import can_moderate, can_settle_topic, in_full_view
from forum.roles import role_columns
from forum.tags import with_tags
from forum.unread import marked_for, read_up_to
from forum.voices import voice_columns

FIRST_ANSWER = "first_post__detail__answer__detail"
# What the row of a topic does not need of its first post and of its answer: the page of posts brings them.
_TEXTS = ("content", "_content_rendered")
_WORDS = [f"{way}{text}" for way in ("first_post__", "first_post__detail__answer__") for text in _TEXTS]


@dataclass(frozen=True)
class Crumb:
    """A step of the way up."""

    title: str
    url: str


# --- Addresses ----------------------------------------------------------------------------------------------------


def forum_url(forum: Forum) -> str:
    return reverse("forum:forum", args=[forum.pk, forum.slug or "forum"])


def topic_url(topic: Topic) -> str:
    return reverse("forum:topic", args=[topic.pk, topic.slug or "topic"])


def post_url(post: Post) -> str:
    """Where a post is found for ever: it sends on to the right page of its topic."""
    return reverse("forum:post", args=[post.pk])


def answer_url(post: Post) -> str:
    """Where a post is answered: the form below its topic, after signing in if need be."""
    return reverse("forum:answer", args=[post.pk])


def composer_url(user: Person, post: Post) -> str:
    """The form below the topic, on its last page, with the post that is answered named."""
    number = number_of(max(posts_for(user, post.topic).count() - 1, 0))
    return f"{topic_url(post.topic)}?page={number}&reply={post.pk}#reply"


def place_url(user: Person, post: Post) -> str:
    """The page of the topic on which the user finds the post, down to the post itself."""
    before = posts_for(user, post.topic).filter(Q(created__lt=post.created) | Q(created=post.created, pk__lt=post.pk))
    number = number_of(before.count())
    page = f"?page={number}" if number > 1 else ""
    return f"{topic_url(post.topic)}{page}#post-{post.pk}"


def newest_url(user: Person, post: Post) -> str:
    """The same for a post that was written just now: at the end, so that nothing has to be counted.

    For moderators posts that wait stand between the others, so their place is looked up.
    """
    if can_moderate(user, post.topic.forum):
        return place_url(user, post)
    number = number_of(max(post.topic.posts_count - 1, 0))
    return f"{topic_url(post.topic)}{f'?page={number}' if number > 1 else ''}#post-{post.pk}"


# --- Forums -------------------------------------------------------------------------------------------------------


def forum_by_key(key: str) -> Forum | None:
    return Forum.objects.filter(detail__key=key).select_related("detail").first()


def readable_forum(user: Person, pk: int) -> Forum | None:
    found = access_of(user)
    return found.forums[pk] if pk in found.readable else None


def crumbs(user: Person, forum: Forum, *then: Forum | Topic) -> list[Crumb]:
    """The way from the index down to whatever lies above the forum, and `then` on to these."""
    forums, way = access_in(user, forum.pk).forums, list[Forum]()
    while forum.parent_id is not None:
        forum = forums[forum.parent_id]
        way.insert(0, forum)
    return [index_crumb(), *(_crumb(step) for step in [*way, *then])]


def index_crumb() -> Crumb:
    return Crumb(gettext("Forum"), reverse("forum:index"))


def _crumb(step: Forum | Topic) -> Crumb:
    return Crumb(step.name, forum_url(step)) if isinstance(step, Forum) else Crumb(step.subject, topic_url(step))


# --- Topics -------------------------------------------------------------------------------------------------------


def topic_for(anchor_kind: str, anchor_id: object) -> Topic | None:
    """The topic about that page, whoever may read it. Ask `can_read_topic` before showing it."""
    return Topic.objects.filter(detail__anchor_kind=anchor_kind, detail__anchor_id=str(anchor_id)).first()


def find_topic(user: Person, pk: int) -> Topic | None:
    """With `has_draft`: whether the member has begun a reply; `own_waiting`: how many posts of theirs wait in it."""
    fresh: Topic | None = None

    def read() -> bytes:
        nonlocal fresh
        fresh = _fresh_topic(user, pk)
        return pickle.dumps(fresh)

    if not keeps():
        return _fresh_topic(user, pk)
    packed = kept_part(user, ("topic", pk), read)
    if fresh is not None:
        return fresh
    topic: Topic | None = pickle.loads(packed)  # noqa: S301 - packed in this process; each reader has a copy to write on
    if topic is not None:
        for name in _OF_READER:
            vars(topic).pop(name, None)
        if user.is_authenticated:
            for values in _FOR_READER(pk, user.pk):
                vars(topic).update(zip(_OF_READER, values, strict=True))
    return topic


def _fresh_topic(user: Person, pk: int) -> Topic | None:
    return _TOPIC_OF.first(pk, user.pk) if user.is_authenticated else _TOPIC.first(pk)


_OF_READER = ("opened_up_to", "skipped_up_to", "level", "has_draft", "own_waiting")


def _for_reader(topics: QuerySet, user_pk: Any) -> QuerySet:
    """Adds what only this reader has of a topic. `user_pk` may be a place for the number."""
    own = Post.objects.filter(topic=OuterRef("pk"), poster_id=user_pk, approved=False)
    return marked_for(_with_level(topics, user_pk), user_pk).annotate(
        has_draft=Exists(Draft.objects.filter(user_id=user_pk, topic=OuterRef("pk"))),
        own_waiting=Coalesce(Subquery(own.order_by().values("topic").annotate(n=Count("pk")).values("n")), 0),
    )


def plain_topic(pk: int) -> Topic | None:
    """The topic with its forum, whoever may read it, and nothing of its posts or of a reader."""
    return _PLAIN.first(pk)


_PLAIN = Prepared(lambda pk: Topic.objects.order_by().filter(pk=pk).select_related("detail", "forum__detail"))


def _whole(pk: Any) -> QuerySet:
    rows = Topic.objects.order_by().filter(pk=pk).select_related("detail__closed_by", "forum__detail", FIRST_ANSWER)
    return with_tags(rows.defer(*_WORDS))


_TOPIC = Prepared(_whole)
_TOPIC_OF = Prepared(lambda pk, user_pk: _for_reader(_whole(pk), user_pk))
_FOR_READER = Prepared(
    lambda pk, user_pk: _for_reader(Topic.objects.order_by().filter(pk=pk), user_pk).values_list(*_OF_READER)
)


def find_joined_topic(user: Person, number: int) -> Topic | None:
    """The topic that stands for one which was joined with it."""
    old = OldTopic.objects.filter(number=number).values_list("topic_id", flat=True).first()
    return find_topic(user, old) if old else None


def topics_for(user: Person, forum: Forum) -> QuerySet:
    """Moderators also see what waits for approval and what was hidden."""
    rows = Topic.objects.filter(forum=forum)
    return rows if can_moderate(user, forum) else rows.filter(approved=True, detail__hidden_at=None)


def _with_level(topics: QuerySet, user_pk: Any) -> QuerySet:
    """Adds `level`: how closely the user follows the topic."""
    own = Follow.objects.filter(user_id=user_pk, kind="topic", object_id=Cast(OuterRef("pk"), CharField()))
    return topics.annotate(level=Coalesce(Subquery(own.values("level")[:1]), Value("")))


# --- Posts --------------------------------------------------------------------------------------------------------


def find_post(pk: int) -> Post | None:
    return _POST.first(pk)


_POST = Prepared(
    lambda pk: (
        Post.objects.order_by()
        .filter(pk=pk)
        .select_related("detail", "poster", "topic__detail", "topic__forum__detail")
    )
)


def post_page(user: Person, topic: Topic, number: Any, known: int | None = None) -> Page:
    """Twenty posts, oldest first, each with its author, organisation, roles, and what the user has said of it."""
    rows = posts_for(user, topic).select_related("poster__organisation", "detail__carried_by", "updated_by")
    rows = rows.select_related("detail__reply_to__detail", "detail__reply_to__poster")
    detail = topic_detail(topic)
    if detail.anchor_kind or detail.kind == TopicDetail.Kind.QUESTION:  # only there anything has an answer
        rows = rows.select_related("detail__answer__detail", "detail__answer__poster")
    if detail.anchor_kind:  # only there anything was carried to
        answered = PostDetail.objects.filter(post__approved=True).select_related("post")
        rows = rows.prefetch_related(Prefetch("answered", answered, to_attr="answers_here"))
    columns = {**role_columns(topic), **voice_columns(user)}
    return page_of(rows.annotate(**columns).order_by("created", "pk"), number, known or _posts_known(user, topic))


def posts_by_page(user: Person, topic: Topic, number: Any) -> Page:
    """Where the page stands among the others; `post_page` brings what belongs to its posts."""
    known = _posts_known(user, topic)
    rows = posts_for(user, topic).order_by("created", "pk") if known is None else Post.objects.none()
    return page_of(rows, number, known)


def _posts_known(user: Person, topic: Topic) -> int | None:
    return None if can_moderate(user, topic.forum) else topic.posts_count + topic.__dict__.get("own_waiting", 0)


def posts_for(user: Person, topic: Topic) -> QuerySet:
    """Hidden posts are among them: they are shown as a line that says so. So are the user's own that wait."""
    rows = Post.objects.filter(topic=topic)
    if can_moderate(user, topic.forum):
        return rows
    return rows.filter(Q(approved=True) | Q(poster_id=user.pk) if user.is_authenticated else Q(approved=True))


def carried_posts(topic: Topic) -> list[Post]:
    """What was carried into the topic and everyone may read, oldest first."""
    if not topic_detail(topic).anchor_kind:
        return []
    rows = Post.objects.filter(topic=topic, approved=True, detail__hidden_at=None).exclude(detail__origin_kind="")
    return list(rows.select_related("detail__answer__detail").order_by("created", "pk"))


def posts_to_settle(user: Person, topic: Topic) -> list[Post]:
    """The questions here that this member may call answered, or open again: the topic's own, then carried ones."""
    if not user.is_authenticated:
        return []
    asks = topic_detail(topic).kind == TopicDetail.Kind.QUESTION and topic.first_post is not None
    own = [topic.first_post] if asks and can_settle_topic(user, topic) else []
    return [*own, *_carried_to_settle(user, topic)]


def _carried_to_settle(user: User, topic: Topic) -> list[Post]:
    ids: dict[str, list[str]] = {}
    carried = carried_posts(topic)
    for post in carried:
        ids.setdefault(post.detail.origin_kind, []).append(post.detail.origin_id)
    may = {(kind, one) for kind, known in ids.items() for one in origins.settleable(user, kind, known)}
    return [post for post in carried if (post.detail.origin_kind, post.detail.origin_id) in may]


def answers_to(kind: str, ids: Collection[object]) -> dict[str, Post]:
    """The accepted answers to what was carried from these origins, where everyone in the forum may read them."""
    return {origin: answer for origin, answer in known_answers_to(kind, ids).items() if answer is not None}


def known_answers_to(kind: str, ids: Collection[object]) -> dict[str, Post | None]:
    """The same, with None for an answer that was accepted and that a moderator has hidden since."""
    rows = PostDetail.objects.filter(origin_kind=kind, origin_id__in=[str(one) for one in ids]).exclude(answer=None)
    found = rows.select_related("answer__poster", "answer__detail", "answer__topic__detail") if ids else ()
    return {row.origin_id: row.answer if in_full_view(row.answer) else None for row in found if row.answer}


def first_unread(user: Person, topic: Topic) -> Post | None:
    """The first post that the member has not read, for a topic that came from `find_topic`."""
    read = read_up_to(user, topic)
    if read is None:
        return None
    return posts_for(user, topic).filter(created__gt=read).order_by("created", "pk").first()


def post_of_form(author: User, client_id: Any) -> PostDetail | None:
    """What was already sent with that form, for the once-only rule."""
    number = PostDetail._meta.get_field("client_id").get_db_prep_value(client_id, connection)
    if not _SENT_WITH(author.pk, number):
        return None  # nearly always
    return PostDetail.objects.filter(author=author, client_id=client_id).select_related("post__topic").first()


_SENT_WITH = Prepared(
    lambda author_pk, number: (
        PostDetail.objects.order_by().filter(author_id=author_pk, client_id=number).values_list("pk", flat=True)
    )
)


def topic_detail(topic: Topic) -> TopicDetail:
    """The row beside the topic, also for topics that were not made by our own actions."""
    return getattr(topic, "detail", None) or TopicDetail(topic=topic)


def language_of(post: Post, topic: Topic) -> str:
    """What the post is written in: its own language, or that of its topic."""
    detail = getattr(post, "detail", None)
    return (detail.language if detail else "") or topic_detail(topic).language


def stale_posts(version: int) -> Iterator[Post]:
    """Posts whose HTML was not made by that version of the renderer."""
    rows = Post.objects.filter(~Q(detail__rendered_with=version) | Q(detail=None)).select_related("detail")
    return rows.order_by("pk").iterator(chunk_size=200)
