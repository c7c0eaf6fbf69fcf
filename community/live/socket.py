"""The socket: it only tells. Everything that changes a room comes in by HTTP POST (safety 1.5, 1).

A plain ASGI application instead of a consumer class: frames go from the hub to the socket without a thread, a group or
a copy in between. What a reader sends: `{"sub": <room slug>, "after": N, "epoch": "…", "stream": "room"|"desk"}`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from channels.db import database_sync_to_async

from community.live import frames
from community.live.guests import guest_ids
from community.live.hub import FeedKey, Hub, get_hub
from community.live.models import Room, RoomEvent
from community.live.rights import Claim, Visitor, readable_room

log = logging.getLogger("intersession.live")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

# Close codes; 4000 to 4999 are ours (RFC 6455, 7.4.2), as are SIGNED_OUT and NOT_ALLOWED of community.live.rights.
BAD_FRAME, NO_SUCH_ROOM, TOO_SLOW, TOO_MANY, BROKEN = 4400, 4404, 4008, 4429, 1011
MAX_FRAME = 16 * 1024  # bytes of one frame from a reader
MAX_WAITING = 256  # frames that a slow reader may be behind before it has to come back
MAX_FEEDS = 20
MAX_REPLAY = 500  # events; whoever is further behind gets the page anew instead
MAX_FRAMES, FRAMES_SECONDS = 10, 1.0  # from one reader


class Closing(Exception):
    """Ends the connection with a close code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Socket:
    """One reader's connection: remembers how far it is in each stream, and sends what waits, in order."""

    def __init__(self, send: Send, hub: Hub, visitor: Visitor) -> None:
        self._send = send
        self._hub = hub
        self.visitor = visitor
        self._waiting: asyncio.Queue[str | None] = asyncio.Queue(MAX_WAITING)
        self._code = TOO_SLOW  # why the writer ends, if it does
        self._last: dict[FeedKey, int] = {}
        self._held: dict[FeedKey, list[tuple[int, str]]] = {}

    @property
    def claim(self) -> Claim:
        return Claim(self.visitor, tuple({**self._last, **self._held}))

    def push(self, key: FeedKey, seq: int, text: str) -> None:
        """An event from the hub: held back while this stream still catches up, dropped when it was sent already."""
        if key in self._held:
            self._held[key].append((seq, text))
        elif seq > self._last[key]:
            self._last[key] = seq
            self.tell(text)

    def tell(self, text: str) -> None:
        if self._waiting.full():
            self.end(TOO_SLOW)
        else:
            self._waiting.put_nowait(text)

    def end(self, code: int) -> None:
        """Close the connection with this code; what still waits is dropped."""
        self._hub.leave(self)
        self._code = code
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def write(self) -> None:
        """Send what waits until told to stop. Raises Closing with the reason."""
        while (text := await self._waiting.get()) is not None:
            await self._send({"type": "websocket.send", "text": text})
        raise Closing(self._code)

    async def subscribe(self, frame: dict[str, Any]) -> None:
        """Join first, then read the past, then let through what came meanwhile: nothing is missed (safety 1.5, 7)."""
        wish = _wish(frame)
        room = await database_sync_to_async(readable_room)(self.visitor, wish.slug, wish.stream)
        if room is None:
            raise Closing(NO_SUCH_ROOM)
        key = (room.pk, wish.stream)
        if key in self._last or key in self._held or len(self._last) >= MAX_FEEDS:
            raise Closing(BAD_FRAME)
        if wish.epoch not in {None, str(room.epoch)}:
            self.tell(frames.encode({"t": "reload", "room": room.pk}))
            return
        self._held[key] = []
        head = await self._hub.join(self, room, wish.stream)
        if head - wish.after > MAX_REPLAY:
            self.tell(frames.encode({"t": "reload", "room": room.pk}))
        self._last[key] = await self._replay(room, wish.stream, max(wish.after, head - MAX_REPLAY))
        for seq, text in self._held.pop(key):
            self.push(key, seq, text)
        self.tell(frames.encode({"t": "joined", "room": room.pk, "stream": wish.stream, "seq": self._last[key]}))

    async def _replay(self, room: Room, stream: str, after: int) -> int:
        while events := await database_sync_to_async(frames.events_after)(room, stream, after):
            for event in events:
                await self._send({"type": "websocket.send", "text": frames.encode(event)})
            after = events[-1]["seq"]
        return after


@dataclass(frozen=True)
class Wish:
    """What a reader asks to follow, and from where."""

    slug: str
    stream: str
    after: int
    epoch: str | None


def _wish(frame: dict[str, Any]) -> Wish:
    """Raises Closing for anything that is not of the documented form."""
    slug, stream = frame.get("sub"), frame.get("stream", RoomEvent.Stream.ROOM.value)
    after, epoch = frame.get("after", 0), frame.get("epoch")
    if not (isinstance(slug, str) and slug.isascii() and isinstance(stream, str) and isinstance(epoch, str | None)):
        raise Closing(BAD_FRAME)
    if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after < 2**53:
        raise Closing(BAD_FRAME)
    return Wish(slug, stream, after, epoch)


async def live_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection from handshake to close."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    hub = get_hub()
    session = scope.get("session", {})
    visitor = Visitor(scope["user"].pk, getattr(session, "session_key", None), guest_ids(session))
    socket = Socket(send, hub, visitor)
    tasks = {asyncio.create_task(socket.write()), asyncio.create_task(_read(socket, receive))}
    try:
        done, _rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        await _close(done.pop(), send)
    finally:
        hub.leave(socket)
        for task in tasks:
            task.cancel()


async def _read(socket: Socket, receive: Receive) -> None:
    heard: deque[float] = deque(maxlen=MAX_FRAMES)
    while (message := await receive())["type"] == "websocket.receive":
        now = asyncio.get_running_loop().time()
        if len(heard) == MAX_FRAMES and now - heard[0] < FRAMES_SECONDS:
            raise Closing(TOO_MANY)
        heard.append(now)
        frame = _parse(message)
        if "sub" in frame:
            await socket.subscribe(frame)


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
    elif error is not None and not isinstance(error, ConnectionError):
        log.error("A live socket broke: %r", error)
        with contextlib.suppress(Exception):
            await send({"type": "websocket.close", "code": BROKEN})


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Any other socket address: closed before it is open, without a traceback."""
    await receive()
    await send({"type": "websocket.close", "code": NO_SUCH_ROOM})
