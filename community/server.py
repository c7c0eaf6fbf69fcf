"""The embedded server: daphne, with an end that loses nothing. For production see `community.production_server`.

One process answers pages and sockets on asyncio. Its address is reserved before anything slow (`community.bootstrap`)
and handed over when the database is ready.
"""

import asyncio
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import defer, reactor
from twisted.internet.interfaces import IListeningPort
from twisted.web.http import HTTPChannel

from community.shortcuts import offer, write_to_twisted

BIGGEST_SOCKET_MESSAGE = 16 * 1024  # bytes; a question has at most 2,000 characters
BIGGEST_SOCKET_ANSWER = 256 * 1024  # bytes; autobahn's limit for whole messages holds for those that we send, too
SERVICE_RESTART = 1012  # close code: come back, there will be somebody (IANA registry of RFC 6455)
HEAD_WITHIN = 5.0  # seconds from the first byte of a request to the end of its headers (safety A15)
GRACE = 5.0  # seconds for requests that are being answered when the server stops
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PROXY_HEADERS = {
    "proxy_forwarded_address_header": "X-Forwarded-For",
    "proxy_forwarded_proto_header": "X-Forwarded-Proto",
}


def nothing_to_say() -> None:
    """What a server says to its sockets before the end, unless somebody knows better."""


def stop_quietly_when_told() -> None:
    """Until the server takes over, a signal ends the program with success: nothing was being served yet."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    for number in STOP_SIGNALS:
        signal.signal(number, leave)


class HastyChannel(HTTPChannel):
    """Twisted's own, which would wait for the head of a request as long as a byte of it comes now and then."""

    _deadline: Any = None  # a delayed call, while a head is awaited

    def connectionMade(self) -> None:
        super().connectionMade()
        self._begin()

    def dataReceived(self, data: bytes) -> None:
        if not self.requests and self._deadline is None:
            self._begin()
        super().dataReceived(data)

    def allHeadersReceived(self) -> None:
        self._end()
        super().allHeadersReceived()

    def connectionLost(self, reason: Any) -> None:  # type: ignore[override]
        self._end()
        super().connectionLost(reason)

    def _begin(self) -> None:
        self._deadline = reactor.callLater(HEAD_WITHIN, self._cut)  # type: ignore[attr-defined, arg-type]

    def _cut(self) -> None:
        self._deadline = None
        self.forceAbortClient()

    def _end(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class SiteServer(Server):
    """When told to stop it finishes what is being answered, and sends sockets away with the word to come back."""

    def __init__(
        self,
        application: Callable,
        reserved: socket.socket,
        goodbye: Callable[[], None] = nothing_to_say,
        *,
        behind_proxy: bool = False,
        **options: Any,
    ) -> None:
        self.ports: list[Any] = []  # zope interfaces, which the type checker cannot read
        self.goodbye = goodbye
        if behind_proxy:
            options |= PROXY_HEADERS
        reserved.listen(1024)
        super().__init__(
            application,
            endpoints=[f"fd:fileno={reserved.detach()}"],
            signal_handlers=False,
            server_name="",
            websocket_max_message_size=BIGGEST_SOCKET_ANSWER,
            websocket_max_frame_size=BIGGEST_SOCKET_MESSAGE,
            **options,
        )

    def run_until_told(self) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP. A second signal ends the program at once."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop_once)
        self.run()

    def _stop_once(self, number: int, frame: FrameType | None) -> None:
        for again in STOP_SIGNALS:
            signal.signal(again, signal.SIG_DFL)
        reactor.callFromThread(self.stop)  # type: ignore[attr-defined]

    def listen_success(self, port: IListeningPort) -> None:
        self.ports.append(port)
        self.http_factory.protocol = HastyChannel
        super().listen_success(port)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "websocket":
            offer(scope, write_to_twisted(protocol.transport))
        return super().create_application(protocol, scope)

    def kill_all_applications(self) -> defer.Deferred:
        """Daphne's hook for the end: the server is gone when the answer fires."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._close()))

    async def _close(self) -> None:
        for port in self.ports:
            port.stopListening()
        self.goodbye()
        self._send_sockets_away()
        if working := self._working():
            await asyncio.wait(working, timeout=GRACE)
        for task in self._working():
            task.cancel()
        await asyncio.sleep(0)

    def _send_sockets_away(self) -> None:
        for protocol in list(self.connections):
            if isinstance(protocol, WebSocketProtocol) and protocol.state == protocol.STATE_OPEN:
                protocol.sendCloseFrame(code=SERVICE_RESTART)  # `sendClose` knows no 1012

    def _working(self) -> list[asyncio.Future]:
        found = (details.get("application_instance") for details in self.connections.values())
        return [task for task in found if task is not None and not task.done()]
