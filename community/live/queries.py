"""What a room's page shows, read in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from community.live import frames
from community.live.models import Attendee, HeldMessage, Message, Question, Room, Vote
from community.live.models.questions import QuestionQuerySet
from community.live.permissions import (
    Somebody,
    can_answer_questions,
    can_moderate_room,
    can_read_report,
    can_write_in_room,
    is_asker,
)
from community.live.polls import polls_of, shown_polls
from community.live.presence import COUNTS_FOR, MOST_NAMES
from community.live.voices import attendee_of
from community.people.models import User
from community.people.permissions import is_moderator, is_organiser

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
        room = Room.objects.listed().timed().open_now().order_by("-opens_at").first()
        found = OnNow(room.title, room.get_absolute_url()) if room else False
        cache.set(ON_NOW_KEY, found, ON_NOW_SECONDS)
    return found or None


def standing_rooms(voice: Somebody) -> QuerySet[Room]:
    """The rooms that stay open between sessions and that this person may enter: lounges, those of editions and teams.

    The private ones among them are named to nobody else.
    """
    rooms = Room.objects.filter(is_listed=True).standing().open_now().order_by("audience", "title")
    if not isinstance(voice, User):
        return rooms.filter(audience=Room.Audience.EVERYONE)
    if is_moderator(voice) or is_organiser(voice):
        return rooms
    inside = Q(group__in=voice.groups.all()) | Q(moderators=voice) | Q(speakers__user=voice)
    return rooms.filter(inside | ~Q(audience=Room.Audience.GROUP)).distinct()


@dataclass(frozen=True)
class Rights:
    """What the viewer may do in the room; the template hides the rest, the actions refuse it."""

    write: bool
    moderate: bool
    answer: bool
    report: bool


def rights(voice: Somebody, room: Room) -> Rights:
    return Rights(
        write=can_write_in_room(voice, room),
        moderate=can_moderate_room(voice, room),
        answer=can_answer_questions(voice, room),
        report=can_read_report(voice, room),
    )


def recent_messages(room: Room, before: int | None = None) -> list[Message]:
    """The latest messages, oldest of them first; `before` is the id of a message to look further back from."""
    found = room.messages.select_related("attendee", "reply_to__attendee").order_by("-created_at", "-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[:RECENT_MESSAGES])[::-1]


def shown_questions(room: Room) -> QuerySet[Question]:
    """What everyone sees: the current one, the open ones by votes, then what is answered or has moved on."""
    return (
        room.questions.shown()
        .with_people()
        .annotate(place=_ORDER)
        .order_by("place", "-votes_count", "created_at", "pk")
    )


def room_labels(room: Room) -> list[str]:
    """The words under which the moderators have filed questions that everyone sees."""
    found = room.questions.shown().exclude(label="").order_by("label").values_list("label", flat=True)
    return list(found.distinct())


def own_unseen(attendee: Attendee | None, room: Room) -> list[Question]:
    """The asker always knows the state: own questions that wait, were left out, merged or hidden."""
    if attendee is None:
        return []
    shown = room.questions.shown().values("pk")
    return list(room.questions.filter(attendee=attendee).exclude(pk__in=shown).select_related("merged_into"))


def own_message(attendee: Attendee | None) -> list[dict[str, Any]]:
    """A new guest's first message, while it waits or when it was left out; at most one."""
    held = HeldMessage.objects.filter(attendee=attendee) if attendee and attendee.is_guest else ()
    return [frames.held_item(message) for message in held]


def new_guests(room: Room) -> list[Attendee]:
    """Those whose first message waits, oldest first."""
    found = room.attendees.filter(held_message__reason="", banned_at=None).select_related("held_message")
    return list(found.order_by("held_message__created_at"))


def voted_ids(attendee: Attendee | None) -> set[int]:
    """The questions of the room that somebody has voted for."""
    if attendee is None:
        return set()
    return set(Vote.objects.filter(attendee=attendee).values_list("question_id", flat=True))


def who_is_here(room: Room) -> tuple[int, list[str]]:
    """How many people are in the room, with a socket or without, and their names: for moderators only (safety A24)."""
    rows = list(room.presences.filter(seen_at__gte=timezone.now() - COUNTS_FOR))
    names = {name for row in rows for name in row.names}
    return sum(row.people for row in rows), sorted(names)[:MOST_NAMES]


def room_page(voice: Somebody, room: Room, before: int | None = None, label: str = "") -> dict[str, Any]:
    """Everything that the page of a room needs; the room's counters were read first, so a replay can only repeat.

    `label`: only the questions that moderators have filed under it.
    """
    may = rights(voice, room)
    attendee = attendee_of(voice, room)
    questions = list(shown_questions(room))
    labels = sorted({question.label for question in questions} - {""})
    label = label if label in labels else ""
    questions = [question for question in questions if label in {"", question.label}]
    voted = voted_ids(attendee)
    for question in questions:
        question.room = room
        question.is_voted = question.pk in voted  # type: ignore[attr-defined]
        question.is_own = is_asker(voice, question)  # type: ignore[attr-defined]
    messages = recent_messages(room, before)
    polls = polls_of(room)
    return {
        "room": room,
        "may": may,
        "attendee": attendee,
        "chat": messages,
        "earlier": messages[0].pk if len(messages) == RECENT_MESSAGES else None,
        "questions": questions,
        "polls": shown_polls(voice, room, polls),
        "labels": labels,
        "label": label,
        "own_unseen": [frames.own_item(question) for question in own_unseen(attendee, room)],
        "own_message": own_message(attendee),
        "waiting": list(room.questions.waiting().select_related("attendee")) if may.moderate else [],
    }


def followers_of(question: Question) -> list[User]:
    """The members who wait for an answer: whoever asked it or voted for it, or for one that was merged into it."""
    waiting = _people_behind(Question.objects.filter(Q(pk=question.pk) | Q(merged_into=question)))
    return list(User.objects.active().filter(attendances__in=waiting).distinct())


def asker_numbers(question: Question) -> set[int]:
    """The member who asked it, as a number; none for a guest. Those of questions merged into it have voted for it."""
    return _members({question.attendee_id})


def voter_numbers(question: Question) -> set[int]:
    """The members who voted for it, as numbers."""
    return _members(set(question.votes.values_list("attendee_id", flat=True)))


def _members(attendees: set[int]) -> set[int]:
    found = Attendee.objects.filter(pk__in=attendees).exclude(user=None)
    return {user for user in found.values_list("user_id", flat=True) if user is not None}


def waiting_people(room: Room) -> int:
    """How many people, guests too, asked or voted for questions of the room that nobody has answered yet."""
    unanswered = unanswered_questions(room)
    return len(_people_behind(Question.objects.filter(Q(pk__in=unanswered) | Q(merged_into__in=unanswered))))


def unanswered_questions(room: Room) -> QuestionQuerySet:
    """What everyone saw and nobody has answered yet, here or in the forum; most votes first."""
    states = [*Question.UNANSWERED, Question.State.CARRIED]
    return Question.objects.filter(room=room, hidden_at=None, state__in=states).by_votes()


def _people_behind(questions: QuerySet[Question]) -> set[int]:
    """The attendees who asked these questions or voted for them, by their ids."""
    voted = Vote.objects.filter(question__in=questions.order_by()).values_list("attendee_id", flat=True)
    return {*questions.values_list("attendee_id", flat=True), *voted}
