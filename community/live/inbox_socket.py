"""The socket of a member's pages, whatever they show: it tells how much the member has not read, and nothing else.

To a page: `{"t": "unread", "number": N}` at once and after each change, `{"t": "bye", "in": seconds}` before the server
stops. From a page: `{"ack": N}` for each frame. Close codes and limits are those of `community.live.socket`; 4401 also
answers whoever comes without being signed in.
"""

from __future__ import annotations

from typing import Any

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
from community.live.inboxes import Inboxes, get_inboxes
from community.live.limits import Place
from community.live.rights import SIGNED_OUT

ANY_PAGE = 0  # where a room has its number: a member's pages outside rooms count together


class InboxSocket(Connection):
    """One open page of a member."""

    def __init__(self, scope: Scope, send: Send, place: Place, inboxes: Inboxes, session_key: str) -> None:
        super().__init__(scope, send, place)
        self._inboxes = inboxes
        self.session_key = session_key
        self.user_id: int | None = None

    def welcome(self, user_id: int) -> bool:
        if not self._place.is_member(user_id, ANY_PAGE):
            self.end(TOO_MANY)
            return False
        self.user_id = user_id
        return True

    def join(self) -> None:
        self._inboxes.join(self)

    def leave(self) -> None:
        self._inboxes.leave(self)
        super().leave()

    async def hear(self, message: dict[str, Any]) -> None:
        """A page has nothing to say but what has arrived, so it cannot say too much. Raises Closing."""
        received = parse_frame(message).get("ack")
        if type(received) is not int or received <= self._outlet.read or not self._outlet.acknowledge(received):
            raise Closing(BAD_FRAME)


async def inbox_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection from handshake to close."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    inboxes, address, session_key = get_inboxes(), address_of(scope), session_key_of(scope)
    place = inboxes.limits.place_for(address, has_session=True) if session_key else None
    if place is None or session_key is None:
        await close_socket(send, TOO_MANY if session_key else SIGNED_OUT, address)
        return
    socket = InboxSocket(scope, send, place, inboxes, session_key)
    await socket.serve(receive)
