"""One hub per process: it reads new events from the database once and writes them to every local socket.

Hints over the channel layer make it quick; it never relies on them. Every two seconds it compares its own position
with the database, so a lost hint or a restarted Valkey costs at most that (safety 1.5, 5 and 6).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
import weakref
from collections.abc import Callable, Iterable
from typing import Any

from channels.layers import get_channel_layer

from community.live import frames
from community.live.admission import REPLAYED, Answer, Knock, Span, answer_knocks
from community.live.asking import Line, ask, open_line
from community.live.connection import TOO_SLOW
from community.live.doors import Doors, Waiting
from community.live.feeds import Feed, Listener
from community.live.headcount import Headcount
from community.live.limits import Limits
from community.live.lookout import Askers, Hint, News, Positions, catch_up
from community.live.models import Room, RoomEvent
from community.live.outlet import Frame
from community.live.rights import FeedKey, lost_claims
from community.live.stream import HINT_GROUP
from community.live.supervision import Supervisor

log = logging.getLogger("intersession.live")

POLL_SECONDS = 2.0
HEAD_SECONDS = 5.0  # how often a socket hears how far its room is, so that a lost last event is found
HEAD_TURNS = 20  # parts of the sockets that hear it one after the other: their answers come all at once otherwise
RIGHTS_SECONDS = 2.5
COUNTS_SECONDS = 0.25  # how often the counts of a room are told at most; the latest wins (safety 1.5, 10)
PRESENCE_SECONDS = 10.0
REJOIN_SECONDS = 600.0  # an in-memory layer forgets members of a group after a day
RETRY_SECONDS = 1.0
BYE_SECONDS = 15.0  # over which a room comes back when a server stops


class Hub:
    """Keeps the feeds of the rooms that somebody here listens to, and the tasks that move them on."""

    def __init__(self) -> None:
        self.feeds: dict[FeedKey, Feed] = {}
        self.people = Headcount(self.feeds)
        self.limits = Limits()
        self._counts: dict[int, int] = {}  # by room: the version that was told last,
        self._counted: dict[int, float] = {}  # and when
        self._desks: dict[int, int] = {}  # by room: the last desk event whose asker has been told
        self._turn = 0  # of the heads
        self._doors = Doors(self._answer)
        self._wake = asyncio.Event()
        self._hints: list[Hint] = []  # since the last wake-up
        self._looked = 0.0  # when the rooms themselves were looked at
        self._supervisor = Supervisor(
            {
                "hints": self._listen,
                "news": self._move_on,
                "doors": lambda: self._doors.let_in(self._supervisor),
                "heads": lambda: self._every(HEAD_SECONDS / HEAD_TURNS, "heads", self._tell_heads),
                "rights": lambda: self._every(RIGHTS_SECONDS, "rights", self._check_rights),
                "presence": lambda: self._every(PRESENCE_SECONDS, "presence", self.people.compare),
            }
        )

    @property
    def is_well(self) -> bool:
        return self._supervisor.is_well

    # --- Coming and going ---------------------------------------------------------------------------------------------

    async def admit(self, knock: Knock) -> Answer:
        """Who this is and whether they may follow what they ask for; call `join` with the answer, at once."""
        self._supervisor.ensure_running()
        return await self._doors.knock(knock)

    def join(self, listener: Listener, room: Room, stream: str, after: int) -> int:
        """Register a listener and send it what it has missed; returns the number of the last event told here.

        More than 200 events are left for the reader to fetch by HTTP.
        """
        feed = self.feeds[room.pk, stream]
        feed.listeners[listener] = None
        if feed.past.start <= after:
            for frame in feed.past.after(after)[:REPLAYED]:
                listener.tell(frame)
        return feed.head

    def leave(self, listener: Listener) -> None:
        """Forget a listener everywhere, and the feeds that nobody listens to any more."""
        for key in listener.claim.feeds:
            feed = self.feeds.get(key)
            if feed:
                feed.listeners.pop(listener, None)
                self._drop(key)

    def _drop(self, key: FeedKey) -> None:
        if not self.feeds[key].listeners:
            del self.feeds[key]
        if not any(room_id == key[0] for room_id, _stream in self.feeds):
            for known in (self._counts, self._counted, self._desks):
                known.pop(key[0], None)
            self.people.forget(key[0])

    def say_goodbye(self) -> None:
        """The server is about to stop: everyone comes back at a moment of their own (safety 1.5, 14)."""
        for listener in {listener for feed in self.feeds.values() for listener in feed.listeners}:
            wait = round(secrets.randbelow(1000) / 1000 * BYE_SECONDS, 2)
            listener.tell(Frame(frames.encode({"t": "bye", "in": wait})))

    async def _answer(self, batch: list[Waiting]) -> None:
        known = {key: Span(feed.past.start, feed.head) for key, feed in self.feeds.items()}
        answers, lacking = await ask(answer_knocks, [waiting.knock for waiting in batch], known)
        rooms = {answer.room.pk: answer.room for answer in answers if answer.room}
        for key, (start, events) in lacking.items():
            self._prepare(rooms[key[0]], key, start, events)
        for waiting, answer in zip(batch, answers, strict=True):
            if not waiting.answer.done():
                waiting.answer.set_result(answer)
        await asyncio.sleep(0)  # they join now,
        for key in lacking:
            if key in self.feeds:
                self._drop(key)  # unless all have gone meanwhile

    def _prepare(self, room: Room, key: FeedKey, start: int, events: list[dict[str, Any]]) -> None:
        """Bring a feed to where those who come in need it; a new one begins where the room is."""
        feed = self.feeds.get(key)
        if feed is None:
            feed = self.feeds[key] = Feed(start, room.epoch)
        elif feed.epoch == room.epoch and start < feed.past.start:
            feed.past.prepend(events, start)
        self._begin_afresh(room)  # the other stream, too: a look at the room compares its epoch with one of them only
        self._broadcast(key, events)
        self._counts.setdefault(room.pk, room.votes_version)
        self._desks.setdefault(room.pk, room.desk_seq)

    # --- News ---------------------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """Turn hints into wake-ups. Without a layer, or while it is away, the clock alone does it."""
        while (layer := get_channel_layer()) is None:
            await asyncio.sleep(REJOIN_SECONDS)
        while True:
            try:
                channel = await layer.new_channel("hub")
                await layer.group_add(HINT_GROUP, channel)
                self._wake_up(Hint())  # whatever was said while we were deaf
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(REJOIN_SECONDS):
                        while True:
                            self._wake_up(Hint.heard(await layer.receive(channel)))
                await layer.group_discard(HINT_GROUP, channel)
            except Exception as error:
                log.warning("No hints for now: %s", error)
                await asyncio.sleep(RETRY_SECONDS)

    async def _move_on(self) -> None:
        loop = asyncio.get_running_loop()
        with open_line() as line:
            while True:
                alarm = loop.call_at(self._looked + POLL_SECONDS, self._wake_up, Hint())
                await self._wake.wait()
                alarm.cancel()
                self._wake.clear()
                hints, self._hints = self._hints, []
                if loop.time() >= self._looked + POLL_SECONDS:  # the alarm does not ring where hints never stop
                    hints.append(Hint())
                if Hint() in hints:
                    self._looked = loop.time()
                if self.feeds:
                    with self._supervisor.at_work("news"):
                        await self._catch_up(line, hints)

    def _wake_up(self, hint: Hint) -> None:
        self._hints.append(hint)
        self._wake.set()

    async def _catch_up(self, line: Line, hints: list[Hint]) -> None:
        """Read what is new in all local rooms, and tell it."""
        positions = Positions(
            {key: feed.head for key, feed in self.feeds.items()},
            {room_id: feed.epoch for (room_id, _stream), feed in self.feeds.items()},
            self._counts_to_compare(),
            dict(self._desks),
        )
        news: News = await line.ask(catch_up, positions, hints)
        for room in news.fresh:
            self._begin_afresh(room)
        for key, events in news.events.items():
            self._broadcast(key, events)
        for room_id, (version, counts) in news.counts.items():
            self._counts[room_id], self._counted[room_id] = version, time.monotonic()
            told = {"t": "counts", "room": room_id, "version": version, "counts": counts}
            self._tell_room(room_id, Frame(frames.encode(told)))
        for room_id, askers in news.askers.items():
            self._tell_askers(room_id, askers)

    def _begin_afresh(self, room: Room) -> None:
        """The room's history is another one now: a rehearsal was wiped, or a backup restored. Readers load it anew."""
        for stream in RoomEvent.Stream.values:
            feed = self.feeds.get((room.pk, stream))
            if feed and feed.epoch != room.epoch:
                feed.begin(room.head_of(stream), room.epoch)
                self._desks[room.pk] = room.desk_seq
                feed.tell(Frame(frames.encode({"t": "reload", "room": room.pk})))

    def _counts_to_compare(self) -> dict[int, int]:
        """The rooms whose counts may be told again already; the others have their turn a moment later."""
        now = time.monotonic()
        ready = {
            room: seen for room, seen in self._counts.items() if self._counted.get(room, 0.0) + COUNTS_SECONDS <= now
        }
        if len(ready) < len(self._counts):
            asyncio.get_running_loop().call_later(COUNTS_SECONDS, self._wake_up, Hint())
        return ready

    def _broadcast(self, key: FeedKey, events: Iterable[dict[str, Any]]) -> None:
        if feed := self.feeds.get(key):
            for frame in feed.add(events):
                feed.tell(frame)

    def _tell_room(self, room_id: int, frame: Frame) -> None:
        if feed := self.feeds.get((room_id, RoomEvent.Stream.ROOM.value)):
            feed.tell(frame)

    def _tell_askers(self, room_id: int, askers: Askers) -> None:
        """Only that something of theirs has changed; the page then asks what (R-LIV-4)."""
        self._desks[room_id] = askers.seq
        feed = self.feeds.get((room_id, RoomEvent.Stream.ROOM.value))
        frame = Frame(frames.encode({"t": "own", "room": room_id}))
        for listener in tuple(feed.listeners) if feed else ():
            visitor = listener.claim.visitor
            if visitor.user_id in askers.members or visitor.guest_ids & askers.guests:
                listener.tell(frame)

    # --- Rounds -------------------------------------------------------------------------------------------------------

    async def _every(self, seconds: float, name: str, work: Callable[[], Any]) -> None:
        while True:
            await asyncio.sleep(seconds)
            with self._supervisor.at_work(name):
                await work()

    async def _tell_heads(self) -> None:
        """How far each stream is, how many people are here; and away with those who do not read what they are sent."""
        self._turn = (self._turn + 1) % HEAD_TURNS
        for (room_id, stream), feed in list(self.feeds.items()):
            frame = Frame(frames.encode(self.head_of(room_id, stream)))
            for listener in [one for one in feed.listeners if hash(one) % HEAD_TURNS == self._turn]:
                if listener.keeps_up():
                    listener.tell(frame)
                else:
                    listener.end(TOO_SLOW)

    def head_of(self, room_id: int, stream: str, kind: str = "head") -> dict[str, Any]:
        return {
            "t": kind,
            "room": room_id,
            "stream": stream,
            "seq": self.feeds[room_id, stream].head,
            "here": self.people.in_room(room_id),
            "version": self._counts[room_id],
        }

    async def _check_rights(self) -> None:
        """Close the sockets of those who have signed out or lost the right to listen (safety I7: within 5 s)."""
        claims = {listener: listener.claim for feed in self.feeds.values() for listener in feed.listeners}
        lost = await ask(lost_claims, set(claims.values())) if claims else {}
        for listener, claim in claims.items() if lost else ():
            if claim in lost:
                listener.end(lost[claim])


# One hub for each event loop: a server process has one loop, and each test brings its own.
_hubs: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = weakref.WeakKeyDictionary()


def get_hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


def say_goodbye() -> None:
    """Tell every reader of this process that its server is about to stop."""
    get_hub().say_goodbye()


def hubs_are_well() -> bool:
    """Whether every hub of this process moves on. May be asked from any thread."""
    return all(hub.is_well for loop, hub in list(_hubs.items()) if loop.is_running())
