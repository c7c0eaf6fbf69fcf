"""What follows a post that everyone in its forum may read from now on: it can be found, and others hear of it.

All of it is part of the transaction that wrote the post: nothing is announced that was not kept.
"""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.lib import markdown
from community.moderation import registry as moderation
from community.notifications.actions import follow_unless_decided, notify
from community.people.models import User
from forum.documents import refresh_entry
from forum.engine import Post
from forum.following import TOPIC as FOLLOWED_TOPIC
from forum.following import Audience, audience_of
from forum.mentions import mentioned_in
from forum.models import QuestionVote
from forum.news import ANSWERED, MENTION, REPLY, REPLY_TO_YOU, TOPIC, excerpt_of, key_of, thread_of, title_of, writer_of
from forum.permissions import in_full_view
from forum.queries import post_url


def announce_post(post: Post, *, is_news: bool = True) -> None:
    """`is_news` False for what is brought in with a date of its own: it can be found, but nobody is told of it.

    Who writes in a topic follows it from then on. Each member hears of a post once: as what speaks to them, or as a
    reply in what they follow (R-FOR-7).
    """
    refresh_entry(post)
    is_first = post.pk == post.topic.first_post_id
    audience = audience_of(post.topic, is_new=is_first) if is_news else None
    if post.poster and not (audience and post.poster_id in audience.decided):
        follow_unless_decided([post.poster], FOLLOWED_TOPIC, post.topic_id)
    if audience is None:
        return
    _tell_spoken_to(post, audience)
    _tell(post, TOPIC if is_first else REPLY, audience.listeners(but=post.poster_id), audience, about=post)


def announce_waiting(post: Post) -> None:
    """Nobody hears of it but moderators, who are asked to read it."""
    moderation.announce_waiting("post", waiting_of(post))


def waiting_of(post: Post) -> moderation.Waiting:
    return moderation.Waiting(str(post.pk), post.topic.subject, writer_of(post), post.created)


def tell_answered(question: Post, answer: Post, actor: User | None) -> None:
    """Whoever asked it or waits for its answer hears of it once, also when another reply is chosen later."""
    is_topic = question.pk == question.topic.first_post_id
    words = question.topic.subject if is_topic else markdown.to_text(question.content.raw)
    waiting = User.objects.active().filter(pk__in=QuestionVote.objects.filter(post=question).values("user"))
    askers = [question.poster] if question.poster else []
    audience = audience_of(answer.topic, is_new=False)
    _tell(
        answer,
        ANSWERED,
        audience.without_muted(person for person in (*askers, *waiting) if person != answer.poster),
        audience,
        title=_("Your question has an answer: %(question)s") % {"question": Truncator(words).chars(120)},
        actor=actor,
        key=answered_key(question.detail.origin_kind or "post", question.detail.origin_id or question.pk),
    )


def announce_change(post: Post) -> None:
    """Whoever is mentioned in a post only since it was changed hears of it; the others have been told."""
    mentioned = mentioned_in(post.content.raw, post.topic.forum).readers
    if mentioned and in_full_view(post):
        audience = audience_of(post.topic, is_new=False)
        _tell(post, MENTION, audience.without_muted(mentioned), audience)


def _tell_spoken_to(post: Post, audience: Audience) -> None:
    """The mentioned who may read it, and whoever it answers: however closely they follow, unless they muted it."""
    mentioned = mentioned_in(post.content.raw, post.topic.forum).readers
    _tell(post, MENTION, audience.without_muted(mentioned), audience)
    detail = getattr(post, "detail", None)
    if detail is not None and detail.reply_to_id and detail.reply_to.poster:
        _tell(post, REPLY_TO_YOU, audience.without_muted([detail.reply_to.poster]), audience)


def _tell(
    post: Post,
    kind: str,
    people: list[User],
    audience: Audience,
    *,
    title: str = "",
    key: str = "",
    about: Post | None = None,
    **who: User | None,
) -> None:
    """`about`: the post as this transaction knows it, where that has just read or written it."""
    if not people:
        return
    topic = (FOLLOWED_TOPIC, str(post.topic_id))
    notify(
        people,
        kind,
        object_id=post.pk,
        title=title or title_of(kind, post),
        url=post_url(post),
        text=excerpt_of(post),
        actor=who.get("actor", post.poster),
        key=key or key_of(post),
        thread=thread_of(post.topic_id),
        because={user.pk: audience.reasons.get(user.pk, topic) for user in people},
        about=about,
    )


def answered_key(kind: str, object_id: object) -> str:
    """Under which the answer to a question is told: once, whether it is said where the question came from or here."""
    return f"answered:{kind}:{object_id}"
