"""The socket: it only tells. Everything that changes a room comes in by HTTP POST (safety 1.5, 1).

A plain ASGI application instead of a consumer class: frames go from the hub to the socket without a thread, a group or
a copy in between. What a reader sends: `{"sub": <room slug>, "after": N, "epoch": "…", "stream": "room"|"desk"}`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from channels.db import database_sync_to_async
from django.core.exceptions import ValidationError

from community.live import frames
from community.live.hub import FeedKey, Hub, get_hub
from community.live.models import Room, RoomEvent
from community.live.permissions import can_moderate_room, can_read_room
from community.people.permissions import Person

log = logging.getLogger("intersession.live")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

BAD_FRAME, NO_SUCH_ROOM, TOO_SLOW = 4400, 4404, 4008  # close codes; 4000 to 4999 are ours (RFC 6455, 7.4.2)
MAX_FRAME = 16 * 1024  # bytes of one frame from a reader
MAX_WAITING = 256  # frames that a slow reader may be behind before it has to come back
MAX_ROOMS = 20


class Closing(Exception):
    """Ends the connection with a close code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Socket:
    """One reader's connection: remembers how far it is in each stream, and sends what waits, in order."""

    def __init__(self, send: Send, hub: Hub) -> None:
        self._send = send
        self._hub = hub
        self._waiting: asyncio.Queue[str | None] = asyncio.Queue(MAX_WAITING)
        self._last: dict[FeedKey, int] = {}
        self._held: dict[FeedKey, list[tuple[int, str]]] = {}

    def push(self, key: FeedKey, seq: int, text: str) -> None:
        """An event from the hub: held back while this stream still catches up, dropped when it was sent already."""
        if key in self._held:
            self._held[key].append((seq, text))
        elif seq > self._last[key]:
            self._last[key] = seq
            self.tell(text)

    def tell(self, text: str) -> None:
        if self._waiting.full():
            self._hub.leave(self)
            self._waiting.get_nowait()  # room for the mark that ends the writer
            self._waiting.put_nowait(None)
        else:
            self._waiting.put_nowait(text)

    async def write(self) -> None:
        """Send what waits until told to stop. Raises Closing when the reader cannot keep up."""
        while (text := await self._waiting.get()) is not None:
            await self._send({"type": "websocket.send", "text": text})
        raise Closing(TOO_SLOW)

    async def subscribe(self, user: Person, frame: dict[str, Any]) -> None:
        """Join first, then read the past, then let through what came meanwhile: nothing is missed (safety 1.5, 7)."""
        slug, after, stream = frame.get("sub"), frame.get("after", 0), frame.get("stream", RoomEvent.Stream.ROOM.value)
        if (
            not isinstance(slug, str)
            or not isinstance(after, int)
            or not 0 <= after < 2**53
            or len(self._last) >= MAX_ROOMS
        ):
            raise Closing(BAD_FRAME)
        room = await database_sync_to_async(_readable_room)(user, slug, str(stream))
        if room is None:
            raise Closing(NO_SUCH_ROOM)
        if frame.get("epoch") not in {None, str(room.epoch)}:
            self.tell(frames.encode({"t": "reload", "room": room.pk}))
            return
        key = (room.pk, str(stream))
        self._held[key] = []
        await self._hub.join(self, room, str(stream))
        self._last[key] = await self._replay(room, key[1], after)
        for seq, text in self._held.pop(key):
            self.push(key, seq, text)
        self.tell(frames.encode({"t": "joined", "room": room.pk, "stream": stream, "seq": self._last[key]}))

    async def _replay(self, room: Room, stream: str, after: int) -> int:
        while events := await database_sync_to_async(frames.events_after)(room, stream, after):
            for event in events:
                await self._send({"type": "websocket.send", "text": frames.encode(event)})
            after = events[-1]["seq"]
        return after


def _readable_room(user: Person, slug: str, stream: str) -> Room | None:
    """The room, if this person may follow this stream of it; otherwise as if it did not exist."""
    room = Room.objects.filter(slug=slug).first()
    if room is None or stream not in RoomEvent.Stream.values:
        return None
    allowed = can_moderate_room(user, room) if stream == RoomEvent.Stream.DESK else can_read_room(user, room)
    return room if allowed else None


async def live_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection from handshake to close."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    hub = get_hub()
    socket = Socket(send, hub)
    tasks = {
        asyncio.create_task(socket.write()),
        asyncio.create_task(_read(scope["user"], socket, receive)),
    }
    try:
        done, _rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        await _close(done.pop(), send)
    finally:
        hub.leave(socket)
        for task in tasks:
            task.cancel()


async def _read(user: Person, socket: Socket, receive: Receive) -> None:
    while (message := await receive())["type"] == "websocket.receive":
        frame = _parse(message)
        if "sub" in frame:
            await socket.subscribe(user, frame)


def _parse(message: dict[str, Any]) -> dict[str, Any]:
    text = message.get("text")
    if text is None or len(text) > MAX_FRAME:
        raise Closing(BAD_FRAME)
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise Closing(BAD_FRAME) from None
    if not isinstance(frame, dict):
        raise Closing(BAD_FRAME)
    return frame


async def _close(task: asyncio.Task[None], send: Send) -> None:
    """End the connection the way the finished task asks for; a reader who is gone already is no error."""
    error = task.exception()
    if isinstance(error, Closing):
        with contextlib.suppress(Exception):
            await send({"type": "websocket.close", "code": error.code})
    elif error is not None and not isinstance(error, ValidationError | ConnectionError):
        log.error("A live socket broke: %r", error)


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Any other socket address: closed before it is open, without a traceback."""
    await receive()
    await send({"type": "websocket.close", "code": NO_SUCH_ROOM})
