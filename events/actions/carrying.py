"""Carrying what stayed open in a live room into the forum: nothing that starts in a session dies with it."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from community.live.actions import mark_carried
from community.live.models import Question, Room
from community.notifications.actions import notify
from community.people.models import User
from events.actions.publishing import ANCHOR_KIND, open_talk
from events.errors import NotBegun
from events.models import TalkPage
from events.permissions import can_carry_questions
from forum.actions import add_carried_post, hide_carried_post, restore_carried_post
from forum.engine import Topic
from forum.queries import post_url, topic_for

ORIGIN_KIND = "question"


@transaction.atomic
def carry_questions(actor: User, talk: TalkPage, questions: Iterable[Question] | None = None) -> Topic:
    """Post every question that is still open, or those of `questions` that are, into the talk's topic; return it.

    Each becomes a post of its own with its asker's name and its votes, and links to where it was asked; the question
    links to its post. Carries each once, however often and by however many people at once it is called.
    Raises PermissionDenied, or NotBegun with a sentence.
    """
    if not can_carry_questions(actor, talk):
        raise PermissionDenied
    if talk.state == "upcoming":
        raise NotBegun(_("The talk has not begun yet. Questions can be carried over once it has."))
    # Two people who press the button at once wait for each other here, so that the second finds nothing left.
    room = Room.objects.select_for_update().get(pk=(talk.room or open_talk(talk, actor)).pk)
    topic = topic_for(ANCHOR_KIND, talk.pk) or _topic_of(talk, actor)
    chosen = None if questions is None else {question.pk for question in questions}
    for question in Question.objects.still_open(room).select_related("attendee__user"):
        if chosen is None or question.pk in chosen:
            _carry(question, topic, actor)
    return topic


def hide_carried(actor: User, question: Question, reason: str) -> None:
    """Words that were hidden in the room are hidden in the forum, too; whoever may do the one has decided both."""
    hide_carried_post(
        actor, origin_kind=ORIGIN_KIND, origin_id=question.pk, reason=reason, hidden_at=_hidden_at(question)
    )


def restore_carried(actor: User, question: Question) -> None:
    restore_carried_post(origin_kind=ORIGIN_KIND, origin_id=question.pk, hidden_at=_hidden_at(question))


def _hidden_at(question: Question) -> datetime:
    assert question.hidden_at is not None  # noqa: S101 - the room calls these for hidden questions only
    return question.hidden_at


def _topic_of(talk: TalkPage, actor: User) -> Topic:
    open_talk(talk, actor)
    topic = topic_for(ANCHOR_KIND, talk.pk)
    assert topic is not None  # noqa: S101 - open_talk with an actor makes it
    return topic


def _carry(question: Question, topic: Topic, actor: User) -> None:
    post, _created = add_carried_post(
        topic,
        origin_kind=ORIGIN_KIND,
        origin_id=question.pk,
        origin_url=question.get_absolute_url(),
        author=question.author if question.named else None,
        author_name=question.shown_name,
        content=question.text,
        votes=question.votes_count,
        carried_by=actor,
    )
    mark_carried(question, post_url(post))
    if question.author:
        notify(
            [question.author],
            "question_carried",
            object_id=question.pk,
            title=_("Your question goes on in the forum"),
            text=question.text,
            url=post_url(post),
            actor=actor,
        )
