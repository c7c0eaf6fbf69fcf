"""The server for production: uvicorn, with the same end as `community.server` and sockets that cannot be held open.

Chosen by measuring (`make bench-live`): a delivery to a live reader costs less CPU than on daphne, and a
reader who stops reading is noticed. Same application, same behaviour; `make run` stays with daphne.
"""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import uvicorn
import uvloop
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from community.server import BIGGEST_SOCKET_MESSAGE, GRACE, HEAD_WITHIN, STOP_SIGNALS, nothing_to_say
from community.shortcuts import offer, write_to_asyncio

CLOSE_WITHIN = 5.0  # seconds for a reader to take the close frame, then the connection is cut
BACKLOG = 2048  # a whole room comes back at once when a server has been away


class HastyProtocol(HttpToolsProtocol):
    """uvicorn's own, which would wait for the head of a request for ever (safety A15)."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._deadline = self.loop.call_later(HEAD_WITHIN, transport.abort)

    def on_message_begin(self) -> None:
        if self._deadline.cancelled():  # the next request on a connection that stayed open
            self._deadline = self.loop.call_later(HEAD_WITHIN, self.transport.abort)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._deadline.cancel()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        super().connection_lost(exc)


class RoomSocket(WebSocketsSansIOProtocol):
    """uvicorn's own socket protocol, for readers who don't read and for bytes that are no text (safety A12, A14)."""

    async def send(self, message: Any) -> None:
        if message["type"] == "websocket.close":
            self.writable.set()  # it goes to the end of what waits already, instead of waiting for that to be read
        await super().send(message)

    async def run_asgi(self) -> None:
        offer(self.scope, write_to_asyncio(self.transport))
        await super().run_asgi()
        self.loop.call_later(CLOSE_WITHIN, self.transport.abort)

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text" and not _is_text(b"".join(self.frames)):
            self.conn.fail(1007)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()


def _is_text(data: bytes) -> bool:
    with contextlib.suppress(UnicodeDecodeError):
        data.decode()
        return True
    return False


class ProductionServer(uvicorn.Server):
    """When told to stop it finishes what is being answered, and sends sockets away with the word to come back."""

    def __init__(
        self,
        application: Callable,
        reserved: socket.socket,
        *,
        ready_callable: Callable[[], None],
        goodbye: Callable[[], None] = nothing_to_say,
        behind_proxy: bool = False,
    ) -> None:
        self.reserved, self.ready, self.goodbye = reserved, ready_callable, goodbye
        super().__init__(
            uvicorn.Config(
                application,
                http=HastyProtocol,
                ws=RoomSocket,
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                ws_max_size=BIGGEST_SOCKET_MESSAGE,
                ws_per_message_deflate=False,
                ws_ping_interval=None,  # every reader is heard every five seconds anyway
                proxy_headers=behind_proxy,
                forwarded_allow_ips="*",
                backlog=BACKLOG,
                timeout_graceful_shutdown=int(GRACE),
            )
        )

    def run_until_told(self) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP. A second signal ends the program at once."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop_once)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self.serve(sockets=[self.reserved]))

    def _stop_once(self, number: int, frame: FrameType | None) -> None:
        for again in STOP_SIGNALS:
            signal.signal(again, signal.SIG_DFL)
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are ours: uvicorn would end with the signal again, and so without success."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.goodbye()
        await super().shutdown(sockets)
