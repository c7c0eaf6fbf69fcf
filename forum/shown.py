"""Topics and posts as they are put on a page: what one reader may see of each and do with it.

These ask the database nothing: whatever they need was fetched with the rows of the page.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.people.permissions import Person
from forum.engine import Post, Topic
from forum.models import PostDetail, Reaction
from forum.permissions import (
    can_be_answer,
    can_edit_post,
    can_moderate,
    can_react_post,
    can_read_reason,
    can_read_words,
    can_vote_question,
    in_full_view,
    is_answered,
    is_hidden,
    moderates_everywhere,
    waits,
)
from forum.queries import topic_detail
from forum.roles import Badge, badges_of
from forum.unread import is_unread, read_up_to


@dataclass(frozen=True)
class ShownTopic:
    topic: Topic
    kind: str | Promise
    state: str | Promise
    replies: int
    last_by: str
    unread: bool
    answered: bool = False
    votes: int = 0
    language: str = ""


@dataclass(frozen=True)
class ShownReaction:
    """One kind of reaction to a post: how many there are, and whether this reader is among them."""

    kind: str
    label: str
    count: int
    mine: bool


@dataclass(frozen=True)
class News:
    """The line above the first post that is new to the reader: how many are, and since when they have not looked."""

    count: int
    since: datetime


@dataclass(frozen=True)
class ShownPost:
    post: Post
    detail: PostDetail
    number: int
    hidden: bool
    shows_words: bool
    can_edit: bool
    can_approve: bool
    shows_reason: bool = False
    can_hide: bool = False
    can_refuse: bool = False
    can_answer: bool = False
    answer: Post | None = None
    answered: list[PostDetail] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    reactions: list[ShownReaction] = field(default_factory=list)
    can_react: bool = False
    can_vote: bool = False
    voted: bool = False
    waited: bool = False  # they asked it themselves, in the room that it comes from
    answers_topic: bool = False

    @property
    def asks(self) -> bool:
        return self.detail.asks

    @property
    def is_voiced(self) -> bool:
        """Whether this reader has said something of it without writing."""
        return self.voted or self.waited or any(reaction.mine for reaction in self.reactions)

    reply_to: Post | None = None


def shown_topics(user: Person, page: Page) -> list[ShownTopic]:
    return [_shown_topic(user, topic) for topic in page]


def _shown_topic(user: Person, topic: Topic) -> ShownTopic:
    return ShownTopic(
        topic=topic,
        kind=topic_detail(topic).get_kind_display(),
        state=_state(topic),
        replies=max(topic.posts_count - 1, 0),
        last_by=_writer(topic.last_post) if topic.last_post else "",
        unread=is_unread(user, topic),
        answered=bool(topic.__dict__.get("answered")),
        votes=topic.__dict__.get("votes") or 0,
        language=topic_detail(topic).language,
    )


def shown_question(post: Post) -> Post | None:
    """The post that this one answers, while everyone may read it."""
    detail = getattr(post, "detail", None)
    if detail is None or detail.reply_to_id is None or detail.reply_to.topic_id != post.topic_id:
        return None
    question: Post = detail.reply_to
    question.topic = post.topic
    return question if in_full_view(question) else None


def shown_answer(post: Post) -> Post | None:
    """The reply that answers the question of this post, while everyone may read it."""
    if not is_answered(post):
        return None
    answer: Post = post.detail.answer
    answer.topic = post.topic
    return answer if in_full_view(answer) else None


def _state(topic: Topic) -> str | Promise:
    """What moderators need to know of a topic that others do not see."""
    if not topic.approved:
        return _("not published") if is_hidden(topic) else _("waiting for approval")
    return _("hidden") if is_hidden(topic) else ""


def _writer(post: Post) -> str:
    return post.poster.display_name if post.poster else post.username or ""


def shown_posts(user: Person, topic: Topic, page: Page) -> list[ShownPost]:
    """The posts of a page, numbered through the topic."""
    moderates = can_moderate(user, topic.forum)
    return [_shown_post(user, topic, post, number, moderates) for number, post in enumerate(page, page.start_index())]


def news_line(user: Person, topic: Topic, page: Page, moments: list[datetime]) -> tuple[int, News | None]:
    """The number of the first post of the page that the reader has not read, if they had read any before it.

    `moments`: when the posts of the page were written.
    """
    read = read_up_to(user, topic)
    if read is None:
        return 0, None
    first = next((number for number, moment in enumerate(moments, page.start_index()) if moment > read), 1)
    if first == 1 or (first == page.start_index() and _older_is_new(user, topic)):
        return 0, None
    return first, News(page.paginator.count - first + 1, read)


def _older_is_new(user: Person, topic: Topic) -> bool:
    """At the top of a later page the line stands only for whoever has read the page before it."""
    return topic.__dict__.get("opened_up_to") is None and bool(user.is_authenticated)


def _shown_post(user: Person, topic: Topic, post: Post, number: int, moderates: bool) -> ShownPost:
    post.topic = topic
    shows_words = can_read_words(user, post)
    return ShownPost(
        post=post,
        detail=getattr(post, "detail", None) or PostDetail(post=post),
        number=number,
        hidden=is_hidden(post),
        shows_words=shows_words,
        shows_reason=is_hidden(post) and can_read_reason(user, post),
        can_edit=can_edit_post(user, post),
        can_approve=moderates and waits(post),
        can_hide=moderates_everywhere(user) and post.approved and not is_hidden(post),
        can_refuse=moderates_everywhere(user),
        can_answer=can_be_answer(post),
        answer=shown_answer(post),
        answered=[
            one
            for one in getattr(post, "answers_here", [])
            if one.hidden_at is None and one.post_id != topic.first_post_id
        ],
        badges=list(badges_of(post)),
        reactions=_reactions(post) if in_full_view(post) else [],
        can_react=can_react_post(user, post),
        can_vote=can_vote_question(user, post) and not post.__dict__.get("waits"),
        voted=bool(post.__dict__.get("voted")),
        waited=bool(post.__dict__.get("waits")),
        answers_topic=_answers_topic(topic, post),
        reply_to=shown_question(post),
    )


def _answers_topic(topic: Topic, post: Post) -> bool:
    """Whether it is the accepted answer to the question that the topic is."""
    asked = getattr(topic.first_post, "detail", None)
    return bool(asked and asked.answer_id == post.pk and not is_hidden(post))


def _reactions(post: Post) -> list[ShownReaction]:
    detail = getattr(post, "detail", None) or PostDetail(post=post)
    return [
        ShownReaction(kind, str(label), getattr(detail, f"{kind}_count"), bool(post.__dict__.get(f"said_{kind}")))
        for kind, label in Reaction.Kind.choices
    ]
