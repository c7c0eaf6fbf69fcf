"""What the desks and the stage show, each read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live import registry
from community.live.actions.desk_undo import UNDO_FOR
from community.live.actions.moving import Answerer
from community.live.models import DeskStep, Question, Room, RoomSpeaker
from community.live.queries import unanswered_questions, waiting_people
from community.people.models import User

State = Question.State
SETTLED = 40  # questions that are done with, the latest, at the moderators' desk
NEXT_ON_STAGE = 4


@dataclass(frozen=True)
class Queue:
    """The questions of a room as moderators work through them."""

    waiting: list[Question]
    open: list[Question]
    settled: list[Question]


def queue(room: Room) -> Queue:
    """What waits, oldest first; what is open, the current one first, then by votes; and what was settled last."""
    found = room.questions.with_people().select_related("taken_by")
    unhidden = found.filter(hidden_at=None)
    opened = unhidden.filter(state__in=Question.UNANSWERED).order_by("state", "-votes_count", "created_at", "pk")
    settled = found.exclude(hidden_at=None, state__in=[State.PENDING, *Question.UNANSWERED]).order_by("-pk")
    return Queue(
        waiting=_in_room(room, unhidden.filter(state=State.PENDING).order_by("created_at", "pk")),
        open=_in_room(room, opened),
        settled=_in_room(room, settled[:SETTLED]),
    )


def for_speakers(room: Room, speaker: RoomSpeaker | None = None) -> list[Question]:
    """What is still to be answered: the current question, then by votes; what is for somebody else further down, and
    what was put off at the end."""
    found = Question.objects.still_open(room).with_people()
    return sorted(_in_room(room, found), key=lambda question: _turn(question, speaker))


def _turn(question: Question, speaker: RoomSpeaker | None) -> tuple[bool, bool, datetime, bool, int, int]:
    for_others = speaker is not None and question.addressed_to_id not in {None, speaker.pk}
    put_off = question.later_at or question.created_at
    return (
        question.state != State.ANSWERING,
        question.later_at is not None,
        put_off if question.later_at else datetime.min.replace(tzinfo=put_off.tzinfo),
        for_others,
        -question.votes_count,
        question.pk,
    )


@dataclass(frozen=True)
class AfterTalk:
    """What a speaker finds when the talk is over."""

    open: list[Question]
    written: list[Question]
    people: int  # who wait for an answer: the askers, and those who voted


def after_talk(room: Room) -> AfterTalk:
    """The questions that nobody has answered, here or in the forum, and the written answers that can be bettered."""
    written = room.questions.filter(hidden_at=None, state=State.ANSWERED_WRITTEN).order_by("answered_at")
    return AfterTalk(
        open=_in_room(room, unanswered_questions(room).with_people()),
        written=_in_room(room, written.with_people()),
        people=waiting_people(room),
    )


@dataclass(frozen=True)
class Stage:
    """What the projector shows."""

    questions: list[Question]  # the current one first, if there is one, then those that come next


def on_stage(room: Room) -> Stage:
    """The current question and the next four, most votes first."""
    found = Question.objects.still_open(room).with_people().order_by("state", "-votes_count", "created_at", "pk")
    return Stage(_in_room(room, found[: NEXT_ON_STAGE + 1]))


def agenda(room: Room) -> list[tuple[datetime, str]]:
    """What happens when, as the owner of the room knows it; otherwise, when the room opens and closes."""
    if known := registry.agenda_of(room):
        return known
    hours = [(room.opens_at, _("The room opens"))]
    return hours if room.closes_at is None else [*hours, (room.closes_at, _("The room closes"))]


def last_step(actor: Answerer, room: Room) -> DeskStep | None:
    """The last thing somebody did at a desk of the room and can still undo."""
    own = Q(actor=actor) if isinstance(actor, User) else Q(speaker=actor)
    recent = room.desk_steps.filter(own, undone_at=None, created_at__gt=timezone.now() - UNDO_FOR)
    return recent.select_related("room").order_by("-pk").first()


def speaker_of(user: User, room: Room) -> RoomSpeaker | None:
    """The speaker that a member is in this room."""
    return room.speakers.filter(user=user).order_by(F("revoked_at").asc(nulls_first=True)).first()


def _in_room(room: Room, questions: object) -> list[Question]:
    found: list[Question] = list(questions)  # type: ignore[call-overload]
    for question in found:
        question.room = room
    return found
