"""One reader's connection, whatever it tells: what all sockets share. `community.live.socket` lists the close codes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie

from community.live.doors import BROKEN
from community.live.limits import Place
from community.live.outlet import WRITE_FRAME, Frame, Outlet

log = logging.getLogger("intersession.live")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

TOO_SLOW, BAD_FRAME, TOO_MANY = 4008, 4400, 4429
MAX_FRAME = 16 * 1024  # characters of one frame from a reader
CLOSE_SECONDS = 1.0  # that a server may need to take a close frame
_SESSION_KEY = re.compile("[a-z0-9]{8,40}")


class Closing(Exception):
    """Ends the connection with a close code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Connection:
    """One reader's way in and out. What it follows, and what the reader may say, is up to its kind."""

    def __init__(self, scope: Scope, send: Send, place: Place) -> None:
        self._outlet = Outlet(send, scope.get("extensions", {}).get(WRITE_FRAME))
        self._send, self._place, self._address = send, place, address_of(scope)
        self._task = asyncio.current_task()
        self.code: int | None = None  # with which the server has ended the connection

    def tell(self, frame: Frame) -> None:
        if self.code is None and not self._outlet.write(frame):
            self.end(TOO_SLOW)

    def end(self, code: int) -> None:
        """Close the connection with this code; what still waits is dropped."""
        if self.code is None and self._task:
            self.code = code
            self.leave()
            self._task.cancel()

    def join(self) -> None:
        """Begin to follow."""

    def leave(self) -> None:
        """Follow nothing any more. Whoever is sent away leaves twice."""
        self._outlet.close()

    async def hear(self, message: dict[str, Any]) -> None:
        """Do what one frame of the reader asks for. Raises Closing."""
        raise NotImplementedError

    async def serve(self, receive: Receive) -> None:
        """Hear the reader until one side ends it, and leave nothing behind."""
        try:
            self.join()
            code = await self._listen(receive)
        finally:
            self.leave()
            self._place.leave()
        if code is not None:
            await close_socket(self._send, code, self._address)

    async def _listen(self, receive: Receive) -> int | None:
        """Returns the close code, or None when the reader has gone."""
        try:
            while (message := await receive())["type"] == "websocket.receive":
                await self.hear(message)
        except Closing as closing:
            return closing.code
        except asyncio.CancelledError:
            if self.code is None:
                raise  # the server itself ends us
            asyncio.current_task().uncancel()  # type: ignore[union-attr]
            return self.code
        except ConnectionError:
            return None
        except Exception as error:
            log.error("A live socket broke: %r", error)
            return BROKEN
        return None


def parse_frame(message: dict[str, Any]) -> dict[str, Any]:
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


def session_key_of(scope: Scope) -> str | None:
    """The key of the session that the browser brings; who that is will be read with many others at once.

    What cannot be a key is none: PostgreSQL refuses a question with a NUL in it, and with it all who are asked about.
    """
    if "session" in scope:
        return scope["session"].session_key
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            key = parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")
            return key if _SESSION_KEY.fullmatch(key) else None
    return None


def address_of(scope: Scope) -> str:
    return (scope.get("client") or ("",))[0]


async def close_socket(send: Send, code: int, address: str) -> None:
    """End the connection; a reader who is gone already is no error, and one who does not read is not waited for."""
    log.info("A socket of %s was closed with %s", address or "an unknown address", code)
    with contextlib.suppress(Exception):
        await asyncio.wait_for(send({"type": "websocket.close", "code": code}), CLOSE_SECONDS)
