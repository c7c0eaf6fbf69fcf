"""Carrying what stayed open in a live room into the forum: nothing that starts in a session dies with it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from community.live.actions import (
    count_forum_votes,
    decline_question,
    mark_answered_in_forum,
    mark_carried,
    reopen_carried,
)
from community.live.actions import reword_question as reword
from community.live.models import Question, Room
from community.live.permissions import can_settle_question
from community.live.queries import asker_numbers, voter_numbers
from community.notifications.actions import notify
from community.people.models import User
from events.actions.following import ORIGIN_KIND
from events.actions.publishing import ANCHOR_KIND, open_talk
from events.errors import NotBegun
from events.models import TalkPage
from events.permissions import can_carry_questions
from forum.actions import add_carried_post, hide_carried_post, restore_carried_post
from forum.engine import Topic
from forum.queries import post_url, topic_for


@dataclass(frozen=True)
class Carried:
    """Where the questions went on, and how many were carried there and declined just now."""

    topic: Topic
    carried: int
    declined: int


def carry_questions(actor: User, talk: TalkPage, questions: Iterable[Question] | None = None) -> Topic:
    """Post every question that is still open, or those of `questions` that are, into the talk's topic; return it."""
    chosen = None if questions is None else {question.pk: "" for question in questions}
    return settle_questions(actor, talk, carry=chosen).topic


@transaction.atomic
def settle_questions(
    actor: User, talk: TalkPage, *, carry: Mapping[int, str] | None = None, decline: Mapping[int, str] | None = None
) -> Carried:
    """Decide about questions that stayed open: post those of `carry` into the talk's topic, decline those of `decline`.

    `carry` holds the wording to post by question id, where an empty one keeps the asker's; None carries all that are
    left. `decline` holds the reason that the asker reads. Each becomes a post of its own with its asker's name and its
    votes, and links to where it was asked; the question links to its post. What somebody else has settled meanwhile
    stays as it is, so each is carried once, however often and by however many people at once this is called.
    Raises PermissionDenied, or NotBegun with a sentence.
    """
    if not can_carry_questions(actor, talk):
        raise PermissionDenied
    if talk.state == "upcoming":
        raise NotBegun(_("The talk has not begun yet. Questions can be carried over once it has."))
    # Two people who press the button at once wait for each other here, so that the second finds nothing left.
    room = Room.objects.select_for_update().get(pk=(talk.room or open_talk(talk, actor)).pk)
    topic = topic_for(ANCHOR_KIND, talk.pk) or _topic_of(talk, actor)
    left_open = list(Question.objects.still_open(room).with_people().select_related("attendee__user"))
    refused = [question for question in left_open if question.pk in (decline or {})]
    for question in refused:
        decline_question(actor, question, (decline or {})[question.pk])
    wordings = {question.pk: "" for question in left_open if question not in refused} if carry is None else carry
    chosen = [question for question in left_open if question.pk in wordings and question not in refused]
    for question in chosen:
        _carry(question, wordings[question.pk], topic, actor)
    return Carried(topic, len(chosen), len(refused))


def hide_carried(actor: User, question: Question, reason: str) -> None:
    """Words that were hidden in the room are hidden in the forum, too; whoever may do the one has decided both."""
    hide_carried_post(
        actor, origin_kind=ORIGIN_KIND, origin_id=question.pk, reason=reason, hidden_at=_hidden_at(question)
    )


def restore_carried(actor: User, question: Question) -> None:
    restore_carried_post(origin_kind=ORIGIN_KIND, origin_id=question.pk, hidden_at=_hidden_at(question))


def hold_rooms(ids: Collection[str]) -> None:
    """The rooms of these questions, before the topics that they were carried into."""
    asked = Question.objects.filter(pk__in=map(int, ids))
    list(Room.objects.select_for_update().filter(pk__in=asked.values("room")).order_by("pk"))


def may_settle(user: User, ids: Iterable[str]) -> set[str]:
    """The questions, by their ids as text, that this member may call answered in the forum."""
    found = Question.objects.filter(pk__in=[int(one) for one in ids if one.isdigit()], hidden_at=None)
    asked = found.select_related("room", "attendee")
    return {str(question.pk) for question in asked if can_settle_question(user, question)}


def settle_in_forum(actor: User, origin_id: str) -> None:
    """The question of a post whose answer was accepted in the forum."""
    question = _question_of(origin_id)
    if question.state == Question.State.CARRIED:
        mark_answered_in_forum(actor, question)


def reopen_in_forum(actor: User, origin_id: str) -> None:
    question = _question_of(origin_id)
    if question.state == Question.State.ANSWERED_IN_FORUM:
        reopen_carried(actor, question)


def count_in_forum(origin_id: str, votes: int) -> None:
    """The votes for a carried question go on in the forum; its room and its talk's page say the same number."""
    count_forum_votes(int(origin_id), votes)


def _question_of(origin_id: str) -> Question:
    return Question.objects.select_related("room", "attendee").get(pk=int(origin_id))


def _hidden_at(question: Question) -> datetime:
    assert question.hidden_at is not None  # noqa: S101 - the room calls these for hidden questions only
    return question.hidden_at


def _topic_of(talk: TalkPage, actor: User) -> Topic:
    open_talk(talk, actor)
    topic = topic_for(ANCHOR_KIND, talk.pk)
    assert topic is not None  # noqa: S101 - open_talk with an actor makes it
    return topic


def _carry(question: Question, wording: str, topic: Topic, actor: User) -> None:
    wording = wording.strip() or question.text
    if wording != question.text:
        reword(actor, question, wording)
    alone = not question.merged.all()
    post, _created = add_carried_post(
        topic,
        origin_kind=ORIGIN_KIND,
        origin_id=question.pk,
        origin_url=question.get_absolute_url(),
        author=question.author if question.named and alone else None,
        author_name=question.credited_name,
        content=wording,
        votes=question.votes_count,
        carried_by=actor,
        askers=asker_numbers(question),
        voters=voter_numbers(question),
    )
    mark_carried(question, post_url(post))
    _tell_askers(question, post_url(post), actor)


def _tell_askers(question: Question, url: str, actor: User) -> None:
    """Whoever asked it, also those whose own question was merged into it."""
    askers = {asked.author for asked in (question, *question.merged.select_related("attendee__user"))}
    notify(
        [asker for asker in askers if asker],
        "question_carried",
        object_id=question.pk,
        title=_("Your question goes on in the forum"),
        text=question.own_words or question.text,
        url=url,
        actor=actor,
    )
