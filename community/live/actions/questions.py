"""Questions: ask, approve, decline, answer, hide, carry. Every change of state is here."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live import registry
from community.live.actions.saying import (
    check_moderator,
    check_pace,
    checked_text,
    enter_to_write,
    said_before,
    store_once,
)
from community.live.errors import RoomClosed, StateChanged
from community.live.models import Question, Room, RoomEvent, RoomSpeaker
from community.live.permissions import can_answer_questions, can_settle_question
from community.live.stream import record
from community.live.voices import Voice
from community.moderation.actions import record as audit
from community.people.models import User

Answerer = User | RoomSpeaker

State = Question.State
ANSWER_MAX_LENGTH = 2000  # code points


def ask_question(
    voice: Voice,
    room: Room,
    text: str,
    client_id: uuid.UUID | None = None,
    *,
    named: bool = True,
    addressed_to: RoomSpeaker | None = None,
) -> Question:
    """Store a question, once per client id. In a room with approval it waits for a moderator first.

    Raises PermissionDenied, or a LiveError with the sentence to show: RoomClosed, TooFast, ClientIdReused.
    """
    attendee = enter_to_write(voice, room)
    text = checked_text(text, Question.MAX_LENGTH)
    client_id = client_id or uuid.uuid4()
    if found := said_before(Question, attendee, client_id, text):
        return found
    if not room.takes_questions:
        raise RoomClosed(_("Questions are closed now. Your text is still here."))
    check_pace(attendee)
    question = Question(
        room=room,
        attendee=attendee,
        text=text,
        client_id=client_id,
        named=named,
        addressed_to=addressed_to,
        state=State.PENDING if room.pre_moderation else State.OPEN,
    )
    return store_once(question, tell_question)


@transaction.atomic
def publish_question(actor: User, question: Question) -> None:
    """Let a waiting question into the room."""
    question = _locked(question)
    check_moderator(actor, question)
    _move(question, {State.PENDING}, State.OPEN)


@transaction.atomic
def decline_question(actor: User, question: Question, reason: str) -> None:
    """Leave a question out; its asker reads the reason, nobody else sees it any more."""
    question = _locked(question)
    check_moderator(actor, question)
    reason = checked_text(reason, 300)
    _move(question, {State.PENDING, State.OPEN}, State.DECLINED, reason=reason)
    audit(actor, "decline", "question", question.pk, reason=reason)


@transaction.atomic
def start_answering(actor: Answerer, question: Question) -> None:
    """Make this the one question that is being answered; the one before it goes back to the open ones (R-LIV-2)."""
    question = _locked(question)
    _check_speaker(actor, question)
    if question.state == State.ANSWERING:
        return
    for other in Question.objects.filter(room=question.room, state=State.ANSWERING).exclude(pk=question.pk):
        _move(other, {State.ANSWERING}, State.OPEN)
    _move(question, {State.OPEN, State.CARRIED}, State.ANSWERING, answering_at=timezone.now())


@transaction.atomic
def mark_answered(actor: Answerer, question: Question) -> None:
    """Say that the question was answered on stage."""
    question = _locked(question)
    _check_speaker(actor, question)
    if question.state == State.ANSWERED_LIVE:
        return
    moments: dict[str, Any] = {"answered_at": timezone.now(), "answered_by_name": actor.display_name}
    _move(question, set(Question.UNANSWERED), State.ANSWERED_LIVE, **moments)


@transaction.atomic
def answer_in_writing(actor: Answerer, question: Question, text: str) -> None:
    """Store a signed written answer, or a better one in its place."""
    question = _locked(question)
    _check_speaker(actor, question)
    details: dict[str, Any] = {
        "answer_text": checked_text(text, ANSWER_MAX_LENGTH),
        "answered_at": timezone.now(),
        "answered_by_name": actor.display_name,
    }
    _move(question, {*Question.UNANSWERED, State.ANSWERED_WRITTEN}, State.ANSWERED_WRITTEN, **details)


@transaction.atomic
def mark_carried(question: Question, url: str) -> None:
    """Note where in the forum the question goes on. The caller has checked who carries it."""
    question = _locked(question)
    if question.state != State.CARRIED:
        _move(question, set(Question.UNANSWERED), State.CARRIED, carried_url=url)


@transaction.atomic
def mark_answered_in_forum(actor: Voice | RoomSpeaker, question: Question) -> None:
    """Say that the forum has answered a carried question: whoever asked it, or who answers in this room."""
    question = _locked(question)
    if not can_settle_question(actor, question):
        raise PermissionDenied
    if question.state != State.ANSWERED_IN_FORUM:
        _move(question, {State.CARRIED}, State.ANSWERED_IN_FORUM, answered_at=timezone.now())


@transaction.atomic
def hide_question(actor: User, question: Question, reason: str = "") -> None:
    """Take a question out of sight, whatever its state. Nothing happens the second time."""
    question = _locked(question)
    check_moderator(actor, question)
    if question.hidden_at:
        return
    question.mark_hidden(actor, reason)
    audit(actor, "hide", "question", question.pk, reason=reason)
    tell_question(question, was_seen=True)
    registry.tell_hidden(actor, question, reason)


@transaction.atomic
def restore_question(actor: User, question: Question) -> None:
    """Show a hidden question again, in the state it had."""
    question = _locked(question)
    check_moderator(actor, question)
    if not question.hidden_at:
        return
    registry.tell_restored(actor, question)
    question.mark_shown()
    audit(actor, "restore", "question", question.pk)
    tell_question(question)


def _locked(question: Question) -> Question:
    """The question as it is now. The room's row is held until the commit, and before the question's, always in that
    order, so that two people at the desk wait for each other instead of blocking each other."""
    room = Room.objects.select_for_update().get(pk=question.room_id)
    found = Question.objects.select_for_update().get(pk=question.pk)
    found.room = room
    return found


def _move(question: Question, allowed: set[str], to: str, **details: Any) -> None:
    """Change the state, if it is one of those allowed. Raises StateChanged when somebody was quicker."""
    was_seen = is_seen(question)
    if question.state not in allowed or (question.hidden_at and to != State.DECLINED):
        raise StateChanged(_("This question has changed meanwhile. Look again before you decide."))
    question.state = to
    for name, value in details.items():
        setattr(question, name, value)
    question.save(update_fields=["state", *details])
    tell_question(question, was_seen=was_seen)


def tell_question(question: Question, *, was_seen: bool = False) -> None:
    """Tell the desk, which sees every question, and the room if it sees this one or saw it until now."""
    record(question.room, question, RoomEvent.Stream.DESK)
    if was_seen or is_seen(question):
        record(question.room, question)


def is_seen(question: Question) -> bool:
    """Whether everyone in the room may see the question now."""
    return question.hidden_at is None and question.state not in Question.UNSEEN


def _check_speaker(actor: Answerer, question: Question) -> None:
    if not can_answer_questions(actor, question.room):
        raise PermissionDenied
