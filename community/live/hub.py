"""One hub per process: it reads new events from the database once and writes them to every local socket.

Hints over the channel layer make it quick; it never relies on them. Every two seconds it compares its own position
with the database, so a lost hint or a restarted Valkey costs at most that (safety 1.5, 5 and 6).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
import weakref
from collections.abc import Iterable
from typing import Any, Protocol

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from community.live import frames
from community.live.models import Room, RoomEvent
from community.live.rights import Claim, lost_claims
from community.live.stream import HINT_GROUP

log = logging.getLogger("intersession.live")

POLL_SECONDS = 2.0
HEAD_SECONDS = 5.0  # how often a socket hears how far its room is, so that a lost last event is found
RIGHTS_SECONDS = 2.5
COUNTS_SECONDS = 0.25  # how often the votes of a room are told at most; the latest count wins (safety 1.5, 10)
REJOIN_SECONDS = 600.0  # an in-memory layer forgets members of a group after a day
RESTART_SECONDS = 1.0

FeedKey = tuple[int, str]


class Listener(Protocol):
    """What the hub asks of a socket: take an encoded frame, at once, without waiting for the network."""

    def push(self, key: FeedKey, seq: int, text: str) -> None: ...
    def tell(self, text: str) -> None: ...
    def end(self, code: int) -> None: ...

    @property
    def claim(self) -> Claim: ...


class Feed:
    """One stream of one room as this process knows it."""

    def __init__(self, head: int, epoch: uuid.UUID) -> None:
        self.head = head
        self.epoch = epoch
        self.listeners: set[Listener] = set()


class Hub:
    """Keeps the feeds of the rooms that somebody here listens to, and a task that moves them on."""

    def __init__(self) -> None:
        self.feeds: dict[FeedKey, Feed] = {}
        self.votes: dict[int, int] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._last_heads = 0.0
        self._rights_checked = 0.0
        self._counted: dict[int, float] = {}

    def ensure_running(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._supervise(), name="live hub")

    async def join(self, listener: Listener, room: Room, stream: str) -> int:
        """Register a listener and return the number of the last event that this hub has told."""
        self.ensure_running()
        key = (room.pk, stream)
        if key not in self.feeds:
            self.feeds.setdefault(key, Feed(room.head_of(stream), room.epoch))
            self.votes.setdefault(room.pk, room.votes_version)
        self.feeds[key].listeners.add(listener)
        return self.feeds[key].head

    def leave(self, listener: Listener) -> None:
        """Forget a listener everywhere, and the feeds that nobody listens to any more."""
        for key, feed in list(self.feeds.items()):
            feed.listeners.discard(listener)
            if not feed.listeners:
                del self.feeds[key]
        for room_id in self.votes.keys() - {room_id for room_id, _stream in self.feeds}:
            del self.votes[room_id]
            self._counted.pop(room_id, None)

    async def _supervise(self) -> None:
        """Keep both loops alive; whatever breaks is logged once and starts again."""
        while True:
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._listen())
                    group.create_task(self._move_on())
            except* Exception as broken:
                log.error("The live hub stopped and starts again: %s", broken.exceptions[0])
            await asyncio.sleep(RESTART_SECONDS)

    async def _listen(self) -> None:
        """Turn hints into wake-ups. Without a layer, or while it is away, the clock alone does it."""
        layer = get_channel_layer()
        if layer is None:
            return
        while True:
            try:
                channel = await layer.new_channel("hub")
                await layer.group_add(HINT_GROUP, channel)
                self._wake.set()  # whatever was said while we were deaf
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(REJOIN_SECONDS):
                        while True:
                            await layer.receive(channel)
                            self._wake.set()
                await layer.group_discard(HINT_GROUP, channel)
            except Exception as error:
                log.warning("No hints for now: %s", error)
                await asyncio.sleep(RESTART_SECONDS)

    async def _move_on(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            self._wake.clear()
            if self.feeds:
                await self._catch_up()
                self._tell_heads()
                await self._check_rights()

    async def _check_rights(self) -> None:
        """Close the sockets of those who have signed out or lost the right to listen (safety I7: within 5 s)."""
        now = asyncio.get_running_loop().time()
        if now - self._rights_checked < RIGHTS_SECONDS:
            return
        self._rights_checked = now
        claims = {listener: listener.claim for feed in self.feeds.values() for listener in feed.listeners}
        lost = await database_sync_to_async(lost_claims)(set(claims.values()))
        for listener, claim in claims.items():
            if claim in lost:
                listener.end(lost[claim])

    async def _catch_up(self) -> None:
        """Read what is new in all local rooms: one query to look, two or three more for each room that moved."""
        positions = {key: feed.head for key, feed in self.feeds.items()}
        epochs = {room_id: feed.epoch for (room_id, _stream), feed in self.feeds.items()}
        news, counts, fresh = await database_sync_to_async(_read_news)(positions, self._votes_to_compare(), epochs)
        for room in fresh:
            self._begin_afresh(room)
        for key, events in news.items():
            self._broadcast(key, events)
        for room_id, (version, votes) in counts.items():
            self.votes[room_id] = version
            self._counted[room_id] = asyncio.get_running_loop().time()
            text = frames.encode({"t": "counts", "room": room_id, "version": version, "counts": votes})
            self._tell(self.feeds.get((room_id, RoomEvent.Stream.ROOM.value)), text)

    def _begin_afresh(self, room: Room) -> None:
        """The room's history is another one now: a rehearsal was wiped, or a backup restored. Readers load it anew."""
        for stream in RoomEvent.Stream.values:
            if feed := self.feeds.get((room.pk, stream)):
                feed.head, feed.epoch = room.head_of(stream), room.epoch
                self._tell(feed, frames.encode({"t": "reload", "room": room.pk}))

    def _votes_to_compare(self) -> dict[int, int]:
        """The rooms whose counts may be told again already; the others have their turn a moment later."""
        loop = asyncio.get_running_loop()
        ready = {
            room: seen
            for room, seen in self.votes.items()
            if self._counted.get(room, 0.0) + COUNTS_SECONDS <= loop.time()
        }
        if len(ready) < len(self.votes):
            loop.call_later(COUNTS_SECONDS, self._wake.set)
        return ready

    def _broadcast(self, key: FeedKey, events: Iterable[dict[str, Any]]) -> None:
        feed = self.feeds.get(key)
        if feed is None:
            return
        for event in events:
            if event["seq"] <= feed.head:
                continue
            feed.head = event["seq"]
            text = frames.encode(event)
            for listener in tuple(feed.listeners):
                listener.push(key, feed.head, text)

    def _tell_heads(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._last_heads < HEAD_SECONDS:
            return
        self._last_heads = now
        for (room_id, stream), feed in self.feeds.items():
            self._tell(feed, frames.encode({"t": "head", "room": room_id, "stream": stream, "seq": feed.head}))

    def _tell(self, feed: Feed | None, text: str) -> None:
        for listener in tuple(feed.listeners) if feed else ():
            listener.tell(text)


def _read_news(
    positions: dict[FeedKey, int], versions: dict[int, int], epochs: dict[int, uuid.UUID]
) -> tuple[dict, dict, list[Room]]:
    """What the database has beyond these positions: frames by feed, counts by room, and rooms that began afresh."""
    rooms = {room.pk: room for room in Room.objects.filter(pk__in={room_id for room_id, _stream in positions})}
    fresh = [room for room in rooms.values() if room.epoch != epochs[room.pk]]
    news = {}
    for (room_id, stream), seen in positions.items():
        room = rooms.get(room_id)
        if room is None or room in fresh:
            continue
        if room.head_of(stream) > seen:
            news[room_id, stream] = frames.events_after(room, stream, seen)
    counts = {
        room.pk: (room.votes_version, frames.counts(room))
        for room in rooms.values()
        if room.pk in versions and room.votes_version != versions[room.pk]
    }
    return news, counts, fresh


# One hub for each event loop: a server process has one loop, and each test brings its own.
_hubs: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = weakref.WeakKeyDictionary()


def get_hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
