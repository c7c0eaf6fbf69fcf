"""Topics and posts as they are put on a page: what one reader may see of each and do with it.

These ask the database nothing: whatever they need was fetched with the rows of the page.
"""

from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.people.permissions import Person
from forum.engine import Post, Topic
from forum.models import PostDetail
from forum.permissions import can_edit_post, can_moderate, can_read_words, is_hidden
from forum.queries import topic_detail


@dataclass(frozen=True)
class ShownTopic:
    topic: Topic
    kind: str | Promise
    state: str | Promise
    replies: int
    last_by: str
    unread: bool


@dataclass(frozen=True)
class ShownPost:
    post: Post
    detail: PostDetail
    number: int
    hidden: bool
    shows_words: bool
    can_edit: bool
    can_approve: bool


def shown_topics(page: Page) -> list[ShownTopic]:
    return [_shown_topic(topic) for topic in page]


def _shown_topic(topic: Topic) -> ShownTopic:
    read_at = getattr(topic, "read_at", None)
    return ShownTopic(
        topic=topic,
        kind=topic_detail(topic).get_kind_display(),
        state=_state(topic),
        replies=max(topic.posts_count - 1, 0),
        last_by=_writer(topic.last_post) if topic.last_post else "",
        unread=bool(read_at and topic.last_post_on and topic.last_post_on > read_at),
    )


def _state(topic: Topic) -> str | Promise:
    """What moderators need to know of a topic that others do not see."""
    if not topic.approved:
        return _("waiting for approval")
    return _("hidden") if is_hidden(topic) else ""


def _writer(post: Post) -> str:
    return post.poster.display_name if post.poster else post.username or ""


def shown_posts(user: Person, topic: Topic, page: Page) -> list[ShownPost]:
    """The posts of a page, numbered through the topic."""
    moderates = can_moderate(user, topic.forum)
    return [_shown_post(user, topic, post, number, moderates) for number, post in enumerate(page, page.start_index())]


def _shown_post(user: Person, topic: Topic, post: Post, number: int, moderates: bool) -> ShownPost:
    post.topic = topic
    return ShownPost(
        post=post,
        detail=getattr(post, "detail", None) or PostDetail(post=post),
        number=number,
        hidden=is_hidden(post),
        shows_words=can_read_words(user, post),
        can_edit=can_edit_post(user, post),
        can_approve=moderates and not post.approved,
    )
