"""What a room's page shows, read in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Case, IntegerField, QuerySet, Value, When

from community.live.models import Message, Question, Room, Vote
from community.live.permissions import can_answer_questions, can_moderate_room, can_write_in_room, is_asker
from community.people.permissions import Person

RECENT_MESSAGES = 100

_ORDER = Case(
    When(state=Question.State.ANSWERING, then=Value(0)),
    When(state=Question.State.OPEN, then=Value(1)),
    When(state=Question.State.CARRIED, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


ON_NOW_KEY, ON_NOW_SECONDS = "live:on-now", 20


@dataclass(frozen=True)
class OnNow:
    """A room for everyone that is open now, as every page's head names it."""

    title: str
    url: str


def room_on_now() -> OnNow | None:
    """The listed room that opened last and is still open; asked of the database every 20 s at most."""
    found = cache.get(ON_NOW_KEY)
    if found is None:
        room = Room.objects.listed().open_now().order_by("-opens_at").first()
        found = OnNow(room.title, room.get_absolute_url()) if room else False
        cache.set(ON_NOW_KEY, found, ON_NOW_SECONDS)
    return found or None


@dataclass(frozen=True)
class Rights:
    """What the viewer may do in the room; the template hides the rest, the actions refuse it."""

    write: bool
    moderate: bool
    answer: bool


def rights(user: Person, room: Room) -> Rights:
    return Rights(
        write=can_write_in_room(user, room),
        moderate=can_moderate_room(user, room),
        answer=can_answer_questions(user, room),
    )


def recent_messages(room: Room, before: int | None = None) -> list[Message]:
    """The latest messages, oldest of them first; `before` is the id of a message to look further back from."""
    found = room.messages.select_related("author__organisation").order_by("-created_at", "-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[:RECENT_MESSAGES])[::-1]


def shown_questions(room: Room) -> QuerySet[Question]:
    """What everyone sees: the current one, the open ones by votes, then what is answered or has moved on."""
    return room.questions.shown().annotate(place=_ORDER).order_by("place", "-votes_count", "created_at", "pk")


def own_unseen(user: Person, room: Room) -> list[Question]:
    """The asker always knows the state: own questions that wait, were left out or were hidden."""
    if not user.is_authenticated:
        return []
    shown = room.questions.shown().values("pk")
    return list(room.questions.filter(author=user).exclude(pk__in=shown))


def voted_ids(user: Person, room: Room) -> set[int]:
    """The questions of the room that the user has voted for."""
    if not user.is_authenticated:
        return set()
    return set(Vote.objects.filter(voter=user, question__room=room).values_list("question_id", flat=True))


def room_page(user: Person, room: Room, before: int | None = None) -> dict[str, Any]:
    """Everything that the page of a room needs; the room's counters were read first, so a replay can only repeat."""
    may = rights(user, room)
    questions = list(shown_questions(room))
    voted = voted_ids(user, room)
    for question in questions:
        question.room = room
        question.is_voted = question.pk in voted  # type: ignore[attr-defined]
        question.is_own = is_asker(user, question)  # type: ignore[attr-defined]
    messages = recent_messages(room, before)
    return {
        "room": room,
        "may": may,
        "chat": messages,
        "earlier": messages[0].pk if len(messages) == RECENT_MESSAGES else None,
        "questions": questions,
        "own_unseen": own_unseen(user, room),
        "waiting": list(room.questions.waiting()) if may.moderate else [],
    }
