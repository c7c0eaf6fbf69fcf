"""What follows a post that everyone in its forum may read from now on: it can be found, and others hear of it.

All of it is part of the transaction that wrote the post: nothing is announced that was not kept.
"""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.lib import markdown
from community.notifications.actions import notify
from community.people.models import User
from forum.documents import refresh_entry
from forum.engine import Post
from forum.models import QuestionVote
from forum.queries import participants, post_url

REPLY = "reply"
ANSWERED = "answered"


def announce_post(post: Post, *, is_news: bool = True) -> None:
    """`is_news` False for what is brought in with a date of its own: it can be found, but nobody is told of it."""
    refresh_entry(post)
    if is_news and post.pk != post.topic.first_post_id:
        _tell_participants(post)


def _tell_participants(post: Post) -> None:
    """Everyone who wrote in the topic hears of the reply once, if they may still read it (R-FOR-7)."""
    name = post.poster.display_name if post.poster else post.username
    notify(
        participants(post.topic),
        REPLY,
        object_id=post.pk,
        title=_("%(name)s replied in %(topic)s") % {"name": name, "topic": post.topic.subject},
        url=post_url(post),
        text=Truncator(markdown.to_text(post.content.raw)).chars(300),
        actor=post.poster,
        key=f"post:{post.pk}",
    )


def tell_answered(question: Post, answer: Post, actor: User | None) -> None:
    """Whoever asked it or waits for its answer hears of it once, also when another reply is chosen later."""
    is_topic = question.pk == question.topic.first_post_id
    words = question.topic.subject if is_topic else markdown.to_text(question.content.raw)
    waiting = User.objects.active().filter(pk__in=QuestionVote.objects.filter(post=question).values("user"))
    askers = [question.poster] if question.poster else []
    notify(
        [person for person in (*askers, *waiting) if person != answer.poster],
        ANSWERED,
        object_id=answer.pk,
        title=_("Your question has an answer: %(question)s") % {"question": Truncator(words).chars(120)},
        url=post_url(answer),
        text=Truncator(markdown.to_text(answer.content.raw)).chars(300),
        actor=actor,
        key=answered_key(question.detail.origin_kind or "post", question.detail.origin_id or question.pk),
    )


def answered_key(kind: str, object_id: object) -> str:
    """Under which the answer to a question is told: once, whether it is said where the question came from or here."""
    return f"answered:{kind}:{object_id}"
