"""Questions about a lesson: the first one opens the lesson's topic in the forum, the next ones are posts in it."""

from uuid import UUID

from django.db import IntegrityError, transaction

from cms.models import LessonPage
from cms.queries import ANCHOR_KIND
from community.people.models import User
from forum.actions import Anchor, make_forum, reply, start_topic
from forum.engine import Forum, Post
from forum.limits import SUBJECT_MAX, tidy
from forum.models import TopicDetail
from forum.queries import forum_by_key, post_of_form, topic_for

FORUM_KEY = "training"


def ask_about_lesson(author: User, lesson: LessonPage, *, content: str, client_id: UUID | None = None) -> Post:
    """Post a question about a lesson into its topic, which is made with the first one; return the post.

    The same `client_id` gives the same post. Raises what `forum.actions.reply` and `start_topic` raise.
    """
    try:
        with transaction.atomic():
            return _ask(author, lesson, tidy(content), client_id)
    except IntegrityError:
        # Somebody else asked the first question in the same second; now there is a topic.
        return _ask(author, lesson, tidy(content), client_id)


def _ask(author: User, lesson: LessonPage, content: str, client_id: UUID | None) -> Post:
    topic = topic_for(ANCHOR_KIND, lesson.pk)
    if topic is None:
        return _open_topic(author, lesson, content, client_id)
    sent = post_of_form(author, client_id) if client_id else None
    if sent and sent.post_id == topic.first_post_id and sent.post.content.raw == content:
        return sent.post
    return reply(author, topic, content=content, client_id=client_id)


def _open_topic(author: User, lesson: LessonPage, content: str, client_id: UUID | None) -> Post:
    topic = start_topic(
        author,
        _training_forum(),
        subject=lesson.title[:SUBJECT_MAX],
        content=content,
        client_id=client_id,
        kind=TopicDetail.Kind.QUESTION,
        anchor=Anchor(ANCHOR_KIND, str(lesson.pk), lesson.url, lesson.title),
    )
    return topic.first_post


def _training_forum() -> Forum:
    found = forum_by_key(FORUM_KEY)
    return found or make_forum(FORUM_KEY, "Training", description="Questions and experience around the lessons.")
