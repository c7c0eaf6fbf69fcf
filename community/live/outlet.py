"""The way out to one reader: writes frames without waiting for the network, and knows how far the reader is.

No server here tells how much of what it was given has arrived: daphne's `send` never waits at all. So the reader says
how many frames it has received, and whoever stays behind too long is cut off before its unread frames fill the memory
(safety 1.5, 11; A14).
"""

from __future__ import annotations

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
WriteFrame = Callable[[bytes], object]

WRITE_FRAME = "intersession.write_frame"  # the name under which a server may offer it among the ASGI extensions

MAX_UNREAD_FRAMES = 256
MAX_UNREAD_BYTES = 256 * 1024


class Frame:
    """A text frame, encoded once for however many sockets (RFC 6455, 5.2)."""

    __slots__ = ("message", "size", "wire")

    def __init__(self, text: str) -> None:
        payload = text.encode()
        self.size = len(payload)
        self.message = {"type": "websocket.send", "text": text}
        self.wire = _header(self.size) + payload


def _header(size: int) -> bytes:
    """The head of a whole text frame from a server: final, not masked."""
    if size < 126:
        return bytes((0x81, size))
    if size < 2**16:
        return b"\x81\x7e" + size.to_bytes(2, "big")
    return b"\x81\x7f" + size.to_bytes(8, "big")


class Outlet:
    """Counts what one socket was given and what its reader says to have received."""

    __slots__ = ("_checked", "_send", "_sizes", "_straight", "_stuck", "_waiting", "read", "sent", "unread_bytes")

    def __init__(self, send: Send, write_frame: WriteFrame | None = None) -> None:
        """`write_frame`: a shortcut for ready frames, which never waits."""
        self._send = send
        self._straight = write_frame
        self._sizes: deque[int] = deque()
        self._waiting: deque[Frame] = deque()
        self._stuck: asyncio.Task[None] | None = None
        self._checked = (0, 0)
        self.sent = self.read = self.unread_bytes = 0

    def write(self, frame: Frame) -> bool:
        """Give the frame to the server at once. False when the reader is too far behind to be given more."""
        sizes = self._sizes
        if len(sizes) >= MAX_UNREAD_FRAMES or self.unread_bytes + frame.size > MAX_UNREAD_BYTES:
            return False
        sizes.append(frame.size)
        self.unread_bytes += frame.size
        self.sent += 1
        if self._straight is not None:
            self._straight(frame.wire)
        elif self._stuck is None:
            self._step(frame)
        else:
            self._waiting.append(frame)
        return True

    def acknowledge(self, received: int) -> bool:
        """The reader has `received` frames in all. False when that cannot be."""
        if not self.read <= received <= self.sent:
            return False
        for _ in range(received - self.read):
            self.unread_bytes -= self._sizes.popleft()
        self.read = received
        return True

    def keeps_up(self) -> bool:
        """To be asked every few seconds: false when what was sent two questions ago is still unread."""
        due, sent = self._checked
        self._checked = (sent, self.sent)
        return self.read >= due

    def close(self) -> None:
        """Send nothing more."""
        self._waiting.clear()
        if self._stuck is not None:
            self._stuck.cancel()

    def _step(self, frame: Frame) -> None:
        """Run `send` by hand. It hardly ever has to wait, so a task for each delivery would be wasted.

        Whoever writes is in another task than `send` believes; no server's `send` looks at that.
        """
        sending: Coroutine[Any, Any, None] = self._send(frame.message)  # type: ignore[assignment]
        try:
            awaited = sending.send(None)
        except StopIteration:
            return
        except Exception:  # the connection is gone, or its server says so; the reading side ends it
            return
        self._stuck = asyncio.ensure_future(self._go_on(sending, awaited))

    async def _go_on(self, sending: Coroutine[Any, Any, None], awaited: object) -> None:
        """Finish a `send` that has to wait for the network, then send what was written meanwhile."""
        try:
            await _rest(sending, awaited)
            while self._waiting:
                await self._send(self._waiting.popleft().message)
        except Exception:
            self._waiting.clear()  # as above
        finally:
            self._stuck = None


@types.coroutine
def _rest(sending: Coroutine[Any, Any, None], awaited: object) -> Generator[object, object, None]:
    """What is left of a coroutine that was begun by hand and now waits for `awaited`."""
    while True:
        try:
            resume = partial(sending.send, (yield awaited))
        except BaseException as error:
            resume = partial(sending.throw, error)
        try:
            awaited = resume()
        except StopIteration:
            return
