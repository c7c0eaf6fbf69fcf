"""Letting readers in, many at a time: a whole room that comes back costs as many queries as one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community.live import frames
from community.live.actions.rehearsal import settle_rehearsal
from community.live.models import Room, RoomEvent
from community.live.rights import NOT_ALLOWED, FeedKey, People, Visitor, speakers_by_token, visitors_by_session
from community.people.models import User

NO_SUCH_ROOM = 4404  # close code of ours
REPLAYED = 200  # events that a socket sends to whoever comes back; the rest is fetched by HTTP, page by page
FARTHEST = 500  # events; whoever is further behind gets the page anew


@dataclass(frozen=True)
class Wish:
    """What a reader asks to follow, and from where."""

    slug: str
    stream: str
    after: int
    epoch: str | None
    token: str | None = None


@dataclass(frozen=True)
class Knock:
    """A wish, and the session of whoever has it."""

    session_key: str | None
    wish: Wish


@dataclass(frozen=True)
class Answer:
    """Who knocked, and the room; or with which code to send them away."""

    visitor: Visitor
    room: Room | None = None
    code: int = 0


@dataclass(frozen=True)
class Span:
    """The events that a hub has of a stream: those after `start`, up to `head`."""

    start: int
    head: int


Events = list[dict[str, Any]]


def answer_knocks(
    knocks: Sequence[Knock], known: Mapping[FeedKey, Span]
) -> tuple[list[Answer], dict[FeedKey, tuple[int, Events]]]:
    """Who may come in, and the events that the hub lacks for them, with the number that those follow.

    Nine queries, and for each room two to five more, however many knock; a few more for each speaker's link.
    """
    visitors, users = visitors_by_session({knock.session_key for knock in knocks if knock.session_key})
    speakers = speakers_by_token({knock.wish.token for knock in knocks if knock.wish.token})
    rooms = {room.slug: room for room in Room.objects.filter(slug__in={knock.wish.slug for knock in knocks})}
    for room in rooms.values():
        settle_rehearsal(room)
    who = [_visitor(knock, visitors, speakers) for knock in knocks]
    people = People([visitor for visitor in who if visitor], rooms.values())
    answers = [
        _answer(knock.wish, visitor, users, rooms.get(knock.wish.slug), people)
        for knock, visitor in zip(knocks, who, strict=True)
    ]
    return answers, _lacking(zip(knocks, answers, strict=True), known)


def _visitor(knock: Knock, visitors: Mapping[str, Visitor], speakers: Mapping[str, Visitor]) -> Visitor | None:
    """Whoever comes by a speaker's link comes as that speaker; None when the link is no good."""
    if knock.wish.token:
        return speakers.get(knock.wish.token)
    return visitors.get(knock.session_key or "", Visitor())


def _answer(
    wish: Wish, visitor: Visitor | None, users: Mapping[int, User], room: Room | None, people: People
) -> Answer:
    if visitor is None:
        return Answer(Visitor(), code=NOT_ALLOWED)
    if room is None or wish.stream not in RoomEvent.Stream.values:
        return Answer(visitor, code=NO_SUCH_ROOM)
    allowed = people.may_follow(visitor, users.get(visitor.user_id or 0), room, wish.stream)
    return Answer(visitor, room) if allowed else Answer(visitor, code=NO_SUCH_ROOM)


def _lacking(
    let_in: Iterable[tuple[Knock, Answer]], known: Mapping[FeedKey, Span]
) -> dict[FeedKey, tuple[int, Events]]:
    """For each stream: from which number on events were read, and those events."""
    rooms: dict[FeedKey, Room] = {}
    wanted: dict[FeedKey, int] = {}
    for knock, answer in let_in:
        if answer.room is None:
            continue
        key = (answer.room.pk, knock.wish.stream)
        rooms[key] = answer.room
        head = answer.room.head_of(knock.wish.stream)
        if head - knock.wish.after <= FARTHEST:
            wanted[key] = min(wanted.get(key, head), knock.wish.after)
    return {key: _read(room, key, wanted.get(key), known.get(key)) for key, room in rooms.items()}


def _read(room: Room, key: FeedKey, wanted: int | None, known: Span | None) -> tuple[int, Events]:
    head = room.head_of(key[1])
    if wanted is None:
        wanted = head
    if known is None:
        return wanted, _between(room, key[1], wanted, head)
    start = min(wanted, known.start)
    return start, _between(room, key[1], start, known.start) + _between(room, key[1], known.head, head)


def _between(room: Room, stream: str, after: int, last: int) -> Events:
    return frames.events_after(room.pk, stream, after, last - after) if after < last else []
