"""What follows when a question from a talk's room is answered after the talk: the forum has it, the waiting hear."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.lib import markdown
from community.live.models import Attendee, Question, RoomSpeaker
from community.live.queries import followers_of
from community.notifications.actions import notify
from community.people.models import User
from forum.actions import add_answer
from forum.announcing import answered_key
from forum.engine import Post
from forum.queries import answers_to

ORIGIN_KIND = "question"
ANSWERED = "question_answered"
EXCERPT = 300  # code points of an answer, where it is shown elsewhere than in its topic

Answerer = User | Attendee | RoomSpeaker


def follow_answer(actor: Answerer, question: Question) -> None:
    """Whoever asked the question or voted for it hears of the answer once, with a link to it.

    What a speaker writes to a question that was carried becomes a reply in the topic. Answers that are written while
    a session runs need no news: whoever waits is there. In a standing room nobody waits for long, so they do.
    """
    if question.room.is_rehearsing:
        return
    if question.carried_url:
        _answer_in_topic(actor, question)
    elif question.room.is_standing or question.room.phase == "closed":
        _tell_followers(actor, question, question.get_absolute_url())


def excerpt_of(post: Post) -> str:
    return Truncator(markdown.to_text(post.content.raw)).chars(EXCERPT)


def _answer_in_topic(actor: Answerer, question: Question) -> None:
    """What was written at a desk becomes the reply that answers it. The forum tells of its answers by itself."""
    if question.answer_text:
        add_answer(
            origin_kind=ORIGIN_KIND,
            origin_id=question.pk,
            author=_account(actor),
            author_name=question.answered_by_name,
            content=question.answer_text,
            actor=_account(actor),
        )
    elif not answers_to(ORIGIN_KIND, [question.pk]):  # somebody said in the room that the forum has answered it
        _tell_followers(actor, question, question.carried_url)


def _account(actor: Answerer) -> User | None:
    return actor if isinstance(actor, User) else actor.user


def _tell_followers(actor: Answerer, question: Question, url: str) -> None:
    notify(
        followers_of(question),
        ANSWERED,
        object_id=question.pk,
        title=_("Your question has an answer: %(question)s") % {"question": Truncator(question.text).chars(120)},
        text=Truncator(question.answer_text).chars(EXCERPT),
        url=url,
        actor=_account(actor),
        key=answered_key(ORIGIN_KIND, question.pk),
    )
