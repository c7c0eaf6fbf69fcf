"""What has happened in some rooms since a hub last looked, read from the database."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from community.lib.prepared import Prepared, among
from community.live import frames
from community.live.models import Question, Room, RoomEvent
from community.live.rights import FeedKey

# What tells whether there is anything new. The rest of a room is read when it has changed itself, which is seldom.
_LOOKED_AT = ("epoch", "votes_version", *RoomEvent.COUNTERS.values())
_LOOK = Prepared(lambda ids: Room.objects.order_by().filter(among("pk", ids)).only(*_LOOKED_AT))


@dataclass(frozen=True)
class Askers:
    """Whose questions have changed up to number `seq` of the desk's stream."""

    seq: int
    members: frozenset[int] = frozenset()
    guests: frozenset[int] = frozenset()


@dataclass
class Positions:
    """How far a hub is: events by stream; by room its history, the version of the counts and the last desk event."""

    events: Mapping[FeedKey, int]
    epochs: Mapping[int, uuid.UUID]
    counts: Mapping[int, int]
    desks: Mapping[int, int]


@dataclass
class News:
    """Frames by stream, counts with their version by room, askers by room, and the rooms that began afresh."""

    fresh: list[Room] = field(default_factory=list)
    events: dict[FeedKey, list[dict[str, Any]]] = field(default_factory=dict)
    counts: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    askers: dict[int, Askers] = field(default_factory=dict)


@dataclass(frozen=True)
class Hint:
    """An event, as whoever stored it tells the others after the commit. Without a number: something in this room is
    new; without a room: look at all."""

    room: int = 0
    stream: str = ""
    seq: int = 0
    kind: str = ""
    object_id: int = 0
    epoch: str = ""

    @classmethod
    def heard(cls, message: Mapping[str, Any]) -> Hint:
        """What another process says; one of another version may say it in other words, and then we look."""
        try:
            return cls(**{name: value for name, value in message.items() if name != "type"})
        except TypeError:
            return cls()


def catch_up(known: Positions, hints: Sequence[Hint]) -> News:
    """What has happened since; in one query when the hints tell of messages that come just next."""
    expected = _expected(known, hints)
    if expected is None:
        return read_news(known)
    return News(events={key: frames.event_frames(*key, found) for key, found in expected.items()})


def _expected(known: Positions, hints: Sequence[Hint]) -> dict[FeedKey, list[frames.Happened]] | None:
    """What the hints tell of by stream, if each says what comes next in the same history; None when one does not.

    No more than the numbers is believed: the words are read from the database all the same.
    """
    heads, found = dict(known.events), defaultdict(list)
    for hint in hints:
        key = (hint.room, hint.stream)
        if hint.room and hint.room not in known.epochs:
            continue  # nobody here listens
        if key not in heads or hint.epoch != str(known.epochs[hint.room]) or hint.kind != RoomEvent.Kind.MESSAGE:
            return None
        if hint.seq > heads[key] + 1:
            return None
        if hint.seq > heads[key]:
            heads[key] = hint.seq
            found[key].append(frames.Happened(hint.seq, hint.kind, hint.object_id))
    return found


def read_news(known: Positions) -> News:
    """What lies beyond these positions: one query to look, two to five more for each room that moved."""
    rooms: dict[int, Room] = {room.pk: room for room in _LOOK(sorted(known.epochs))}
    news = News([room for room in rooms.values() if room.epoch != known.epochs[room.pk]])
    for (room_id, stream), seen in known.events.items():
        room = rooms.get(room_id)
        if room and room not in news.fresh and room.head_of(stream) > seen:
            news.events[room_id, stream] = frames.events_after(room.pk, stream, seen)
    for room in rooms.values():
        if known.counts.get(room.pk, room.votes_version) != room.votes_version:
            news.counts[room.pk] = (room.votes_version, frames.counts(room))
        if known.desks.get(room.pk, room.desk_seq) < room.desk_seq:
            news.askers[room.pk] = _askers(room, known.desks[room.pk])
    return news


def _askers(room: Room, seen: int) -> Askers:
    """The desk hears of every change of a question, also of one that the room may not see; so does who asked it.

    The same holds for what a new guest waits for.
    """
    fresh = room.events.filter(stream=RoomEvent.Stream.DESK, seq__gt=seen, seq__lte=room.desk_seq)
    changed = fresh.filter(kind=RoomEvent.Kind.QUESTION)
    waiting = fresh.filter(kind=RoomEvent.Kind.GUEST).values_list("object_id", flat=True)
    found = Question.objects.filter(pk__in=changed.values("object_id")).values_list("attendee__user_id", "attendee_id")
    members = frozenset(user_id for user_id, _attendee_id in found if user_id)
    guests = frozenset(attendee_id for user_id, attendee_id in found if not user_id) | frozenset(waiting)
    return Askers(room.desk_seq, members, guests)
