"""The socket: it only tells. Everything that changes a room comes in by HTTP POST (safety 1.5, 1).

A plain ASGI application instead of a consumer class: frames go from the hub to the socket without a thread, a group or
a copy in between. All frames are JSON objects in text frames.

From a reader:

| frame | meaning |
|---|---|
| `{"sub": slug, "after": N, "stream": "room" or "desk", "epoch": E, "pass": token}` | follow a stream of a room from event N on; all but `sub` may be left out. `epoch`: of the history that N counts in. `pass`: from a speaker's personal link |
| `{"ack": N}` | this connection has received N frames so far. Due every 100 frames and at each `head` |

To a reader:

| frame | meaning |
|---|---|
| `{"t": "event", "room": id, "stream": s, "seq": N, "kind": k, "item": {…}}` | the next event, with its thing as it looks now |
| `{"t": "joined", "room", "stream", "seq", "here", "version"}` | answers `sub`, after the events that were missed (200 at most; whoever still has less than `seq` asks for the rest by HTTP) |
| `{"t": "head", "room", "stream", "seq", "here", "version"}` | every 5 s: how far the stream and the counts are, how many people are here |
| `{"t": "counts", "room", "version", "counts": {…}}` | everything that is only counted; the latest wins |
| `{"t": "own", "room"}` | a question of this very reader has changed, seen by all or not |
| `{"t": "reload", "room"}` | another history, or more than 500 events behind: load the page again |
| `{"t": "bye", "in": seconds}` | the server is about to stop: come back after so long |

Close codes (4000 to 4999 are ours: RFC 6455, 7.4.2):

| code | meaning | come back? |
|---|---|---|
| 1011 | something broke here | yes |
| 1012 | the server stops | yes, when `bye` said |
| 4008 | read too slowly: 256 frames or 256 KB unread, or frames of 10 s ago | yes, with `after` |
| 4400 | a frame that makes no sense | yes |
| 4401 | signed out | no |
| 4403 | may no longer follow, or a speaker's link that is no good | no |
| 4404 | no such room, or not for this reader | no |
| 4408 | asked for nothing within 10 s | yes |
| 4429 | too many sockets of one person or address, or more than 10 frames in a second | yes, later |
"""  # noqa: E501 (tables)

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import Any

from community.live import frames
from community.live.admission import FARTHEST, NO_SUCH_ROOM, Knock, Wish
from community.live.connection import (
    BAD_FRAME,
    TOO_MANY,
    Closing,
    Connection,
    Receive,
    Scope,
    Send,
    address_of,
    close_socket,
    parse_frame,
    session_key_of,
)
from community.live.hub import Hub, get_hub
from community.live.limits import Place
from community.live.models import RoomEvent
from community.live.outlet import Frame
from community.live.rights import Claim, FeedKey, Visitor

log = logging.getLogger("intersession.live")

NOTHING_ASKED = 4408
MAX_FEEDS = 20
MAX_FRAMES, FRAMES_SECONDS = 10, 1.0  # from one reader
LONG_STRIDE = 50  # frames; whoever acknowledges so many at once is quick, and not counted as a flood
ASK_SECONDS = 10.0


class Socket(Connection):
    """A reader of rooms: what they follow."""

    def __init__(self, scope: Scope, send: Send, place: Place, hub: Hub, session_key: str | None) -> None:
        super().__init__(scope, send, place)
        self._hub, self._session_key = hub, session_key
        self._deadline = asyncio.get_running_loop().call_later(ASK_SECONDS, self.end, NOTHING_ASKED)
        self._heard: deque[float] = deque(maxlen=MAX_FRAMES)
        self.claim = Claim(Visitor())

    def keeps_up(self) -> bool:
        return self._outlet.keeps_up()

    def leave(self) -> None:
        self._deadline.cancel()
        self._hub.leave(self)
        super().leave()

    async def hear(self, message: dict[str, Any]) -> None:
        """Do what one frame of the reader asks for. Raises Closing."""
        frame = parse_frame(message)
        received = frame.get("ack")
        if not self._is_stride(received):
            self._check_pace()
        if received is not None and not (type(received) is int and self._outlet.acknowledge(received)):
            raise Closing(BAD_FRAME)
        if "sub" in frame:
            await self._subscribe(_wish(frame))

    def _is_stride(self, received: object) -> bool:
        return type(received) is int and received - self._outlet.read >= LONG_STRIDE

    def _check_pace(self) -> None:
        now = asyncio.get_running_loop().time()
        if len(self._heard) == MAX_FRAMES and now - self._heard[0] < FRAMES_SECONDS:
            raise Closing(TOO_MANY)
        self._heard.append(now)

    async def _subscribe(self, wish: Wish) -> None:
        """Join and hear what was missed in one step: nothing comes in between (safety 1.5, 7)."""
        answer = await self._hub.admit(Knock(self._session_key, wish))
        room, visitor = answer.room, answer.visitor
        if room is None:
            raise Closing(answer.code)
        self._check_place(visitor, room.pk)
        key: FeedKey = (room.pk, wish.stream)
        if key in self.claim.feeds or len(self.claim.feeds) >= MAX_FEEDS:
            raise Closing(BAD_FRAME)
        self._deadline.cancel()
        if wish.epoch not in {None, str(room.epoch)} or room.head_of(wish.stream) - wish.after > FARTHEST:
            self.tell(Frame(frames.encode({"t": "reload", "room": room.pk})))
            return
        self.claim = Claim(visitor, (*self.claim.feeds, key))
        self._hub.join(self, room, wish.stream, wish.after)
        self.tell(Frame(frames.encode(self._hub.head_of(room.pk, wish.stream, "joined"))))

    def _check_place(self, visitor: Visitor, room_id: int) -> None:
        """Raises Closing when this person, or this address, has too many sockets already."""
        fits = self._place.is_member(visitor.user_id, room_id) if visitor.user_id else self._place.is_guest()
        if not fits:
            raise Closing(TOO_MANY)


def _wish(frame: dict[str, Any]) -> Wish:
    """Raises Closing for anything that is not of the documented form."""
    slug, stream = frame.get("sub"), frame.get("stream", RoomEvent.Stream.ROOM.value)
    after, epoch, token = frame.get("after", 0), frame.get("epoch"), frame.get("pass")
    if not (isinstance(slug, str) and slug.isascii() and slug.isprintable()):
        raise Closing(BAD_FRAME)
    if not (isinstance(stream, str) and isinstance(epoch, str | None)):
        raise Closing(BAD_FRAME)
    if not (type(after) is int and 0 <= after < 2**53 and isinstance(token, str | None)):
        raise Closing(BAD_FRAME)
    return Wish(slug, stream, after, epoch, token)


async def live_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection from handshake to close."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    hub, address, session_key = get_hub(), address_of(scope), session_key_of(scope)
    place = hub.limits.place_for(address, has_session=session_key is not None)
    if place is None:
        await close_socket(send, TOO_MANY, address)
    else:
        await Socket(scope, send, place, hub, session_key).serve(receive)


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Any other socket address: closed before it is open, without a traceback."""
    await receive()
    log.info("There is no socket at %.100r", scope.get("path", ""))
    await send({"type": "websocket.close", "code": NO_SUCH_ROOM})
