"""The socket of a member's pages, whatever they show: it tells how much the member has not read, and nothing else.

To a page: `{"t": "unread", "number": N}` at once and after each change, `{"t": "bye", "in": seconds}` before the server
stops. From a page: `{"ack": N}` for each frame. Close codes and limits are those of `community.live.socket`; 4401 also
answers whoever comes without being signed in.
"""

from __future__ import annotations

import asyncio
from typing import Any

from community.live.hub import TOO_SLOW
from community.live.inboxes import Inboxes, get_inboxes
from community.live.limits import Place
from community.live.outlet import WRITE_FRAME, Frame, Outlet
from community.live.rights import SIGNED_OUT
from community.live.socket import (
    BAD_FRAME,
    TOO_MANY,
    Closing,
    Receive,
    Scope,
    Send,
    close_socket,
    listen,
    parse_frame,
    session_key_of,
)

ANY_PAGE = 0  # where a room has its number: a member's pages outside rooms count together


class InboxSocket:
    """One page's connection."""

    def __init__(self, outlet: Outlet, inboxes: Inboxes, place: Place, session_key: str) -> None:
        self._outlet, self._inboxes, self._place = outlet, inboxes, place
        self._task = asyncio.current_task()
        self.session_key = session_key
        self.user_id: int | None = None
        self.code: int | None = None

    def welcome(self, user_id: int) -> bool:
        if not self._place.is_member(user_id, ANY_PAGE):
            self.end(TOO_MANY)
            return False
        self.user_id = user_id
        return True

    def tell(self, frame: Frame) -> None:
        if self.code is None and not self._outlet.write(frame):
            self.end(TOO_SLOW)

    def end(self, code: int) -> None:
        """Close the connection with this code; what still waits is dropped."""
        if self.code is None and self._task:
            self.code = code
            self.leave()
            self._task.cancel()

    def leave(self) -> None:
        self._inboxes.leave(self)
        self._outlet.close()

    async def hear(self, message: dict[str, Any]) -> None:
        """A page has nothing to say but what has arrived, so it cannot say too much. Raises Closing."""
        received = parse_frame(message).get("ack")
        if type(received) is not int or received <= self._outlet.read or not self._outlet.acknowledge(received):
            raise Closing(BAD_FRAME)


async def inbox_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection from handshake to close."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    inboxes, address, session_key = get_inboxes(), (scope.get("client") or ("",))[0], session_key_of(scope)
    place = inboxes.limits.place_for(address, has_session=True) if session_key else None
    if place is None or session_key is None:
        await close_socket(send, TOO_MANY if session_key else SIGNED_OUT, address)
        return
    socket = InboxSocket(Outlet(send, scope.get("extensions", {}).get(WRITE_FRAME)), inboxes, place, session_key)
    try:
        inboxes.join(socket)
        code = await listen(socket, receive)
    finally:
        socket.leave()
        place.leave()
    if code is not None:
        await close_socket(send, code, address)
