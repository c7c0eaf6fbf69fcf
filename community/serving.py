"""What happens between `make run` and the first page, and how the server stops again.

One process answers pages and sockets (daphne on asyncio); a child process does the background tasks. The address is
reserved before anything slow, and handed over to daphne when the database is ready.
"""

import asyncio
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from twisted.internet import defer, reactor

from events.actions import ensure_talks

BIGGEST_SOCKET_MESSAGE = 16 * 1024  # bytes; a question has at most 2,000 characters
SERVICE_RESTART = 1012  # close code: come back, there will be somebody (IANA registry of RFC 6455)
GRACE = 5.0  # seconds for requests that are being answered when the server stops
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]


# --- Before the first page -------------------------------------------------------------------------------------------


def make_folders() -> None:
    for folder in (settings.VAR_DIR, settings.STATIC_ROOT, settings.MEDIA_ROOT):
        folder.mkdir(parents=True, exist_ok=True)


def migrations_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare_database(say: Say) -> None:
    """Create or update the tables when there is something to do; to find out takes a quarter of a second."""
    if migrations_are_missing():
        say("Setting up the database, about 20 seconds …")
        call_command("migrate", interactive=False, verbosity=0)
    ensure_talks()  # the site's fixed pages: home, training, talks


def prepare_demo(say: Say) -> None:
    """Fill an empty database with the demo world."""
    if "seed_demo" in get_commands() and not get_user_model()._default_manager.exists():
        say("Filling the empty database with the demo world …")
        call_command("seed_demo", verbosity=0)


def stop_quietly_when_told() -> None:
    """Until the server takes over, a signal ends the program with success: nothing was being served yet."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    for number in STOP_SIGNALS:
        signal.signal(number, leave)


# --- While it runs ---------------------------------------------------------------------------------------------------


class SiteServer(Server):
    """Daphne, with an end that loses nothing: it finishes what is being answered and tells sockets to come back."""

    def __init__(self, application: Callable, reserved: socket.socket, **options: Any) -> None:
        reserved.listen(128)
        super().__init__(
            application,
            endpoints=[f"fd:fileno={reserved.detach()}"],
            signal_handlers=False,
            server_name="",
            websocket_max_message_size=BIGGEST_SOCKET_MESSAGE,
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

    def kill_all_applications(self) -> defer.Deferred:
        """Daphne's hook for the end: the server is gone when the answer fires."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._close()))

    async def _close(self) -> None:
        for listener in self.listeners:
            listener.addCallback(lambda port: port.stopListening())
        self._send_sockets_away()
        if working := self._working():
            await asyncio.wait(working, timeout=GRACE)
        for task in self._working():
            task.cancel()
        await asyncio.sleep(0)

    def _send_sockets_away(self) -> None:
        for protocol in list(self.connections):
            if isinstance(protocol, WebSocketProtocol) and protocol.state == protocol.STATE_OPEN:
                protocol.serverClose(code=SERVICE_RESTART)

    def _working(self) -> list[asyncio.Future]:
        found = (details.get("application_instance") for details in self.connections.values())
        return [task for task in found if task is not None and not task.done()]
