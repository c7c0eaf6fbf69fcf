"""Topics and posts as they are put on a page: what one reader may see of each and do with it.

These ask the database nothing: whatever they need was fetched with the rows of the page.
"""

from dataclasses import dataclass, field

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.people.permissions import Person
from forum.engine import Post, Topic
from forum.models import PostDetail
from forum.permissions import can_be_answer, can_edit_post, can_moderate, can_read_words, in_full_view, is_hidden
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
    can_answer: bool = False
    answer: Post | None = None
    answered: list[PostDetail] = field(default_factory=list)


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


def _shown_answer(post: Post) -> Post | None:
    """The reply that answers what was carried, while everyone may read it."""
    detail = getattr(post, "detail", None)
    if detail is None or detail.answer_id is None:
        return None
    answer: Post = detail.answer
    answer.topic = post.topic
    return answer if in_full_view(answer) else None


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
        can_answer=can_be_answer(post),
        answer=_shown_answer(post),
        answered=[one for one in getattr(post, "answers_here", []) if one.hidden_at is None],
    )
