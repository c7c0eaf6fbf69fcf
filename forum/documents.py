"""How topics and posts stand in the search index.

Their audience is always their forum, never "public": a forum that is closed today hides all that was indexed while it
was open, with nothing to index anew (safety B8).
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from community.lib import markdown
from community.people.permissions import Person
from community.search.actions import drop_entry, index_entry, share_facts
from community.search.queries import facts_of
from forum.access import access_of
from forum.engine import Post, Topic
from forum.permissions import can_read_post, can_read_topic, in_full_view, in_view, is_answered, is_hidden
from forum.queries import language_of, post_url, topic_detail, topic_url

Document = dict[str, Any]
TOPIC_WEIGHT = 2


def refresh_entry(post: Post) -> None:
    """Bring the index to what readers may see of the post now. A first post's words are found under its topic."""
    if post.pk == post.topic.first_post_id:
        kind, document = "topic", _topic_document(post.topic, post)
    else:
        kind, document = "post", _post_document(post)
    object_id = document.pop("object_id")
    if in_full_view(post) or (kind == "topic" and in_view(post.topic)):
        index_entry(kind, object_id, **document)
        if kind == "topic" and post.topic.posts_count > 1:
            asks = post.detail.asks  # else each question that was carried into the topic has an answer of its own
            share_facts(
                document["bundle"], ecosystems=document["ecosystems"], answered=document["answered"] if asks else None
            )
    else:
        drop_entry(kind, object_id)


def refresh_answered(answer: Post) -> None:
    """Bring the index to whether the questions that this post answers have an answer that everyone may read."""
    for question in Post.objects.filter(detail__answer=answer).select_related("detail__answer__detail", "poster"):
        question.topic = answer.topic
        refresh_entry(question)


def refresh_topic(topic: Topic) -> None:
    """Bring the index to what readers may see of the topic and of every post in it."""
    for post in topic.posts.select_related("detail", "poster").order_by("pk"):
        post.topic = topic
        refresh_entry(post)


def visible(user: Person) -> Q:
    """Which entries the user may find: those of the forums that they may read at this moment."""
    return Q(audience__in=[f"forum:{pk}" for pk in access_of(user).readable])


def readable_topics(user: Person, object_ids: Collection[str]) -> list[str]:
    topics = Topic.objects.filter(pk__in=object_ids).select_related("detail")
    return [str(topic.pk) for topic in topics if in_view(topic) and can_read_topic(user, topic)]


def readable_posts(user: Person, object_ids: Collection[str]) -> list[str]:
    posts = Post.objects.filter(pk__in=object_ids).select_related("detail", "topic__detail", "topic__forum")
    return [str(post.pk) for post in posts if in_full_view(post) and can_read_post(user, post)]


def topic_documents() -> Iterator[Document]:
    topics = Topic.objects.filter(approved=True, detail__hidden_at=None).exclude(first_post=None)
    rows = topics.select_related("detail", "first_post__detail__answer__detail", "poster")
    for topic in rows.prefetch_related("detail__ecosystems").order_by("pk").iterator(chunk_size=100):
        yield _topic_document(topic, topic.first_post)


def post_documents() -> Iterator[Document]:
    shown = {"approved": True, "detail__hidden_at": None, "topic__approved": True, "topic__detail__hidden_at": None}
    posts = Post.objects.filter(**shown).select_related("detail", "poster", "topic__detail").order_by("pk")
    for post in posts.iterator():
        if post.pk != post.topic.first_post_id:
            yield _post_document(post)


def _topic_document(topic: Topic, first_post: Post) -> Document:
    shown = first_post.approved and not is_hidden(first_post)
    words = markdown.to_text(first_post.content.raw) if shown else ""
    detail = topic_detail(topic)
    return {
        "object_id": topic.pk,
        "title": topic.subject,
        "body": words,
        "url": topic_url(topic),
        "updated_at": first_post.created,  # when it was said; `updated` moves with every repair
        "weight": TOPIC_WEIGHT,
        "ecosystems": [one.code for one in detail.ecosystems.all()] if detail.pk else [],
        "answered": is_answered(first_post),
        **_shared(first_post, topic),
    }


def _post_document(post: Post) -> Document:
    """A reply is about what its topic is about; a question that was carried here may have an answer of its own."""
    ecosystems, answered = facts_of("topic", post.topic_id)
    return {
        "object_id": post.pk,
        "title": post.topic.subject,
        "body": markdown.to_text(post.content.raw),
        "url": post_url(post),
        "updated_at": post.created,
        "ecosystems": ecosystems,
        "answered": answered or is_answered(post),
        **_shared(post, post.topic),
    }


def _shared(post: Post, topic: Topic) -> Document:
    return {
        "audience": f"forum:{topic.forum_id}",
        "language": language_of(post, topic),
        "author": post.poster,
        "bundle": f"topic:{topic.pk}",
    }
