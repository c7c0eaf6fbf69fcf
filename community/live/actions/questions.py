"""Questions: asked, being answered, answered, put off, and carried into the forum."""

import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live import registry
from community.live.actions.first_words import must_wait
from community.live.actions.moving import Answerer, check_answerer, locked, move, note_step, tell_question
from community.live.actions.saying import check_pace, checked_text, enter_to_write, said_before, store_once
from community.live.errors import RoomClosed
from community.live.models import Question, Room, RoomSpeaker
from community.live.permissions import can_moderate_room, can_settle_question
from community.live.voices import Voice

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
    """Store a question, once per client id. In a room with approval it waits for a moderator first, unless one asks;
    so does that of a guest who has to wait.

    Raises PermissionDenied, or a LiveError with the sentence to show: RoomClosed, TooFast, ClientIdReused.
    """
    attendee = enter_to_write(voice, room)
    text = checked_text(text, Question.MAX_LENGTH)
    client_id = client_id or uuid.uuid4()
    if found := said_before(Question, attendee, client_id, text):
        return found
    if not room.takes_questions:
        raise RoomClosed(_("Questions are closed now. Your text is still here."))
    waits = must_wait(attendee, room) or (room.pre_moderation and not can_moderate_room(voice, room))
    question = Question(
        room=room,
        attendee=attendee,
        text=text,
        client_id=client_id,
        named=named,
        addressed_to=addressed_to if addressed_to and addressed_to.room_id == room.pk else None,
        state=State.PENDING if waits else State.OPEN,
    )
    return store_once(question, tell_question, lambda _stored: check_pace(attendee))


@transaction.atomic
def start_answering(actor: Answerer, question: Question) -> None:
    """Make this the one question that is being answered; the one before it goes back to the open ones (R-LIV-2)."""
    (question,) = locked(question)
    check_answerer(actor, question)
    if question.state == State.ANSWERING:
        return
    others = Question.objects.filter(room=question.room, state=State.ANSWERING).exclude(pk=question.pk)
    changes = [move(question, {State.OPEN, State.CARRIED}, State.ANSWERING, answering_at=timezone.now())]
    for other in others:
        other.room = question.room
        changes.append(move(other, {State.ANSWERING}, State.OPEN))
    note_step(actor, "answering", changes)


@transaction.atomic
def mark_answered(actor: Answerer, question: Question) -> None:
    """Say that the question was answered on stage."""
    (question,) = locked(question)
    check_answerer(actor, question)
    if question.state == State.ANSWERED_LIVE:
        return
    moments: dict[str, Any] = {"answered_at": timezone.now(), "answered_by_name": actor.display_name}
    note_step(actor, "answered", [move(question, Question.UNANSWERED, State.ANSWERED_LIVE, **moments)])


@transaction.atomic
def put_off(actor: Answerer, question: Question) -> None:
    """Take others first: the question goes to the end of the speakers' list, and waits there."""
    (question,) = locked(question)
    check_answerer(actor, question)
    note_step(actor, "later", [move(question, Question.UNANSWERED, State.OPEN, later_at=timezone.now())])


@transaction.atomic
def answer_in_writing(actor: Answerer, question: Question, text: str) -> None:
    """Store a signed written answer, or a better one in its place.

    The first answer is told to the floors above: that to a question that has been carried has to reach the forum.
    """
    (question,) = locked(question)
    check_answerer(actor, question)
    text = checked_text(text, ANSWER_MAX_LENGTH)
    if question.is_editable_answer:
        _better_answer(actor, question, text)
        return
    if question.state == State.CARRIED:
        move(question, {State.CARRIED}, State.ANSWERED_IN_FORUM, **_answer(actor, text, timezone.now()))
    else:
        now = timezone.now()
        note_step(
            actor, "answer", [move(question, Question.UNANSWERED, State.ANSWERED_WRITTEN, **_answer(actor, text, now))]
        )
    registry.tell_answered(actor, question)


def _better_answer(actor: Answerer, question: Question, text: str) -> None:
    """Whoever betters an answer signs it; when it was first given stays as it was."""
    if text == question.answer_text:
        return
    details = _answer(actor, text, question.answered_at) | {"answer_edited_at": timezone.now()}
    note_step(actor, "answer", [move(question, {State.ANSWERED_WRITTEN}, State.ANSWERED_WRITTEN, **details)])


def _answer(actor: Answerer, text: str, moment: datetime | None) -> dict[str, Any]:
    return {"answer_text": text, "answered_at": moment, "answered_by_name": actor.display_name}


@transaction.atomic
def mark_carried(question: Question, url: str) -> None:
    """Note where in the forum the question goes on. The caller has checked who carries it."""
    (question,) = locked(question)
    if question.state != State.CARRIED:
        move(question, Question.UNANSWERED, State.CARRIED, carried_url=url)


@transaction.atomic
def mark_answered_in_forum(actor: Voice | RoomSpeaker, question: Question) -> None:
    """Say that the forum has answered a carried question: whoever asked it, or who answers in this room."""
    (question,) = locked(question)
    if not can_settle_question(actor, question):
        raise PermissionDenied
    if question.state != State.ANSWERED_IN_FORUM:
        move(question, {State.CARRIED}, State.ANSWERED_IN_FORUM, answered_at=timezone.now())
        registry.tell_answered(actor, question)


@transaction.atomic
def reopen_carried(actor: Voice | RoomSpeaker, question: Question) -> None:
    """Let a carried question wait again: what was taken for the answer was none. Nothing happens the second time."""
    (question,) = locked(question)
    if not can_settle_question(actor, question):
        raise PermissionDenied
    if question.state != State.CARRIED:
        move(question, {State.ANSWERED_IN_FORUM}, State.CARRIED, answered_at=None, answered_by_name="", answer_text="")
