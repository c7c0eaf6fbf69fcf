"""How a question moves from state to state: one at a time, remembered so that it can be undone, and told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from community.live.errors import StateChanged
from community.live.models import DeskStep, Question, Room, RoomEvent, RoomSpeaker
from community.live.permissions import can_answer_questions
from community.live.stream import record
from community.people.models import User

Answerer = User | RoomSpeaker


@dataclass(frozen=True)
class Change:
    """What was changed about one question: the fields before, and the fields after."""

    question: Question
    before: dict[str, Any]
    after: dict[str, Any]


def locked(*questions: Question) -> list[Question]:
    """The questions as they are now. The room's row is held until the commit, and before the questions', always in
    that order, so that two people at the desk wait for each other instead of blocking each other.

    Raises StateChanged when one of them is gone, or was asked in another room.
    """
    room = lock_room(questions[0].room_id)
    ids = [question.pk for question in questions]
    rows = Question.objects.select_for_update().filter(room=room, pk__in=ids).order_by("pk")
    found = {question.pk: question for question in rows}
    if len(found) < len(set(ids)):
        raise StateChanged(_("This question is not here any more."))
    for question in found.values():
        question.room = room
    return [found[pk] for pk in ids]


def lock_room(pk: int) -> Room:
    """The room as it is now, held until the commit."""
    return Room.objects.select_for_update().get(pk=pk)


def move(question: Question, allowed: Iterable[str], to: str, **details: Any) -> Change:
    """Change the state, if it is one of those allowed, and tell. Raises StateChanged when somebody was quicker.

    Whoever had the question in hand has done what there was to do.
    """
    was_seen = is_seen(question)
    if question.state not in allowed or (question.hidden_at and to != Question.State.DECLINED):
        raise StateChanged(_("This question has changed meanwhile. Look again before you decide."))
    if question.taken_by_id:
        change(question, taken_by_id=None, taken_at=None)
    changed = change(question, state=to, **details)
    tell_question(question, was_seen=was_seen)
    return changed


def change(question: Question, **values: Any) -> Change:
    """Store new values of fields (foreign keys by their `_id`)."""
    before = {name: plain(getattr(question, name)) for name in values}
    for name, value in values.items():
        setattr(question, name, value)
    question.save(update_fields=list(values))
    return Change(question, before, {name: plain(value) for name, value in values.items()})


def plain(value: Any) -> Any:
    """A field's value as JSON holds it."""
    return value.isoformat() if isinstance(value, datetime) else value


def note_step(actor: Answerer, verb: str, changes: Sequence[Change], votes: Sequence[int] = ()) -> DeskStep:
    """Remember what somebody did at a desk, so that they can undo it."""
    return DeskStep.objects.create(
        room=changes[0].question.room,
        actor=actor if isinstance(actor, User) else None,
        speaker=actor if isinstance(actor, RoomSpeaker) else None,
        question=changes[0].question,
        verb=verb,
        before={str(done.question.pk): done.before for done in changes},
        after={str(done.question.pk): done.after for done in changes},
        votes=list(votes),
    )


def tell_question(question: Question, *, was_seen: bool = False) -> None:
    """Tell the desk, which sees every question, and the room if it sees this one or saw it until now."""
    tell_desk(question)
    if was_seen or is_seen(question):
        record(question.room, question)


def tell_desk(question: Question) -> None:
    record(question.room, question, RoomEvent.Stream.DESK)


def is_seen(question: Question) -> bool:
    """Whether everyone in the room may see the question now."""
    return question.hidden_at is None and question.state not in Question.UNSEEN


def check_answerer(actor: Answerer, question: Question) -> None:
    """Raises PermissionDenied for whoever does not answer questions in this room."""
    if not can_answer_questions(actor, question.room):
        raise PermissionDenied
