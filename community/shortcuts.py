"""Straight into a server's transport: what a live room uses instead of ASGI `send` where its server offers it.

A ready frame needs no server to frame it again for each of two thousand readers. This reaches into uvicorn and into
Twisted, so it is all here, looks before it reaches, and offers nothing when they are not as expected: then `send` does
it, more slowly. Both ways pass the same tests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from twisted.internet.tcp import Connection
from uvloop.loop import TCPTransport  # type: ignore[attr-defined] # compiled, without a stub

from community.live.outlet import WRITE_FRAME

WriteFrame = Callable[[bytes], object]


def offer(scope: Any, write: WriteFrame | None) -> None:
    """Put a way to write frames into the scope of a socket, if there is one."""
    if write is not None:
        scope.setdefault("extensions", {})[WRITE_FRAME] = write


def write_to_asyncio(transport: Any) -> WriteFrame | None:
    """`write` of an asyncio transport: to the network at once if it can be, else kept in order behind what waits."""
    return transport.write if isinstance(transport, asyncio.Transport | TCPTransport) else None


def write_to_twisted(transport: Any) -> WriteFrame | None:
    """Twisted collects what is written until its loop comes round: four calls of the system instead of one.

    So while nothing waits the frame goes to the network here, and only what does not fit is left to Twisted.
    """
    if not (isinstance(transport, Connection) and hasattr(transport, "_tempDataLen") and not transport.TLS):
        return None

    def write(frame: bytes) -> None:
        if not transport.connected or transport.disconnecting:
            return
        if transport._tempDataLen or transport.offset < len(transport.dataBuffer):
            transport.write(frame)
            return
        sent = transport.writeSomeData(frame)
        if isinstance(sent, int) and sent < len(frame):
            transport.write(frame[sent:])

    return write
