"""The number of unread news, told to pages that stay open: read once for all who have some, and told to nobody else.

One registry per process, beside the hub of the rooms and built like it. Hints name the members whose number may have
changed; whatever came meanwhile is answered together, in three queries, and only while somebody named is connected
here. A page asks for its number once a minute as well, so that a lost hint costs no more than that.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import weakref
from collections.abc import Iterable
from typing import Protocol

from channels.layers import get_channel_layer

from community.live import frames
from community.live.asking import ask
from community.live.limits import Limits
from community.live.outlet import Frame
from community.live.rights import SIGNED_OUT, visitors_by_session
from community.live.stream import send_hint, server_loop
from community.live.supervision import Supervisor
from community.notifications.queries import unread_counts

log = logging.getLogger("intersession.live")

GROUP = "inbox.hints"
MOST_NAMED = 1000  # members in one hint; instead of more, everybody counts anew
TOGETHER_SECONDS = 0.1  # in which a server gathers whom to name
PAUSE_SECONDS = 0.25  # between two answers; the latest number wins
SESSIONS_SECONDS = 2.5  # so that whoever signs out hears no more within five seconds (safety I7)
REJOIN_SECONDS, RETRY_SECONDS = 600.0, 1.0
BYE_SECONDS = 15.0


class Listener(Protocol):
    """One page of one member. `user_id` is unknown until the session that came with it has been read."""

    session_key: str
    user_id: int | None

    def welcome(self, user_id: int) -> bool:
        """Learn who this is. False when they have too many pages open already."""
        ...

    def tell(self, frame: Frame) -> None: ...

    def end(self, code: int) -> None: ...


class Inboxes:
    """Who listens in this process, and the tasks that tell them."""

    def __init__(self) -> None:
        self.limits = Limits()
        self._pages: dict[int, set[Listener]] = {}  # by member
        self._new: set[Listener] = set()  # whose session has not been read
        self._named: set[int] = set()  # whose number may have changed
        self._all_named = False
        self._wake = asyncio.Event()
        self._supervisor = Supervisor(
            {"hints of inboxes": self._listen, "inboxes": self._answer, "sessions": self._check_sessions}
        )

    # --- Coming and going ---------------------------------------------------------------------------------------------

    def join(self, listener: Listener) -> None:
        """Tell this page its number as soon as its session is read, and whenever it changes."""
        self._supervisor.ensure_running()
        self._new.add(listener)
        self._wake.set()

    def leave(self, listener: Listener) -> None:
        self._new.discard(listener)
        pages = self._pages.get(listener.user_id or 0, set())
        pages.discard(listener)
        if not pages:
            self._pages.pop(listener.user_id or 0, None)

    def say_goodbye(self) -> None:
        """The server is about to stop: everyone comes back at a moment of their own (safety 1.5, 14)."""
        for listener in self._everybody():
            wait = round(secrets.randbelow(1000) / 1000 * BYE_SECONDS, 2)
            listener.tell(Frame(frames.encode({"t": "bye", "in": wait})))

    def _everybody(self) -> list[Listener]:
        return [listener for pages in self._pages.values() for listener in pages]

    # --- Numbers ------------------------------------------------------------------------------------------------------

    def name(self, user_ids: Iterable[int] | None) -> None:
        """The number of these members may have changed; None: that of anybody."""
        if user_ids is None:
            self._all_named = True
        else:
            self._named.update(user_ids)
        self._wake.set()

    async def _answer(self) -> None:
        self.name(None)  # when this begins again, because the database was away, nobody knows what was missed
        while True:
            await self._wake.wait()
            self._wake.clear()
            if new := self._take():
                with self._supervisor.at_work("inboxes"):
                    await self._tell(new)
                await asyncio.sleep(PAUSE_SECONDS)

    def _take(self) -> set[Listener]:
        """Those who are to hear their number now. Whoever is named while it is read has another turn."""
        named = self._pages.keys() if self._all_named else self._named & self._pages.keys()
        taken = {listener for user_id in named for listener in self._pages[user_id]} | self._new
        self._named, self._all_named = set(), False
        return taken

    async def _tell(self, listeners: set[Listener]) -> None:
        """Nobody hears a number before their session was read in the same breath."""
        members, numbers = await ask(_read, {listener.session_key for listener in listeners})
        told: dict[int, Frame] = {}
        for listener in listeners:
            user_id = members.get(listener.session_key)
            if self._lets_in(listener, user_id):
                number = numbers.get(user_id, 0)
                listener.tell(told.setdefault(number, Frame(frames.encode({"t": "unread", "number": number}))))

    def _lets_in(self, listener: Listener, user_id: int | None) -> bool:
        """Whether it is still there, and still the member who came. Whoever is new finds their place."""
        is_new = listener in self._new
        if not (is_new or listener in self._pages.get(listener.user_id or 0, ())):
            return False  # gone meanwhile
        if user_id is None or listener.user_id not in {None, user_id}:
            listener.end(SIGNED_OUT)
            return False
        if is_new and listener.welcome(user_id):
            self._new.discard(listener)
            self._pages.setdefault(user_id, set()).add(listener)
        return listener in self._pages.get(user_id, ())

    async def _check_sessions(self) -> None:
        """Close the pages of those who have signed out, or whose account was closed."""
        while True:
            await asyncio.sleep(SESSIONS_SECONDS)
            if listeners := self._everybody():
                with self._supervisor.at_work("sessions"):
                    members = await ask(_members, {listener.session_key for listener in listeners})
                for listener in listeners:
                    if members.get(listener.session_key) != listener.user_id:
                        listener.end(SIGNED_OUT)

    async def _listen(self) -> None:
        """Hear who has news. Without a layer the pages' own questions remain."""
        while (layer := get_channel_layer()) is None:
            await asyncio.sleep(REJOIN_SECONDS)
        while True:
            try:
                channel = await layer.new_channel("inboxes")
                await layer.group_add(GROUP, channel)
                self.name(None)  # whatever was said while we were deaf
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(REJOIN_SECONDS):
                        while True:
                            self.name((await layer.receive(channel)).get("members"))
                await layer.group_discard(GROUP, channel)
            except Exception as error:
                log.warning("No hints for inboxes for now: %s", error)
                await asyncio.sleep(RETRY_SECONDS)


def _members(session_keys: set[str]) -> dict[str, int]:
    """Who is signed in with which of these sessions: two queries."""
    visitors, _users = visitors_by_session(session_keys)
    return {key: visitor.user_id for key, visitor in visitors.items() if visitor.user_id}


def _read(session_keys: set[str]) -> tuple[dict[str, int], dict[int, int]]:
    """The members, and how much each has not read: three queries, however many they are."""
    members = _members(session_keys)
    return members, unread_counts(set(members.values())) if members else {}


def hint_inboxes(user_ids: Iterable[int]) -> None:
    """Let every process tell these members their number anew. A server names all of a moment at once."""
    if loop := server_loop.get():
        loop.call_soon_threadsafe(_named_together, loop, list(user_ids))
    else:
        _hint(user_ids)


def _named_together(loop: asyncio.AbstractEventLoop, user_ids: Iterable[int]) -> None:
    """Runs in the loop: the first to be named in a moment sees to it that all are told of."""
    named = _to_name.setdefault(loop, set())
    if not named:
        loop.call_later(TOGETHER_SECONDS, lambda: _hint(_to_name.pop(loop, set())))
    named.update(user_ids)


_to_name: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, set[int]] = weakref.WeakKeyDictionary()


def _hint(user_ids: Iterable[int]) -> None:
    members = sorted(user_ids)
    send_hint(GROUP, members=members if len(members) <= MOST_NAMED else None)


# One for each event loop, as with hubs.
_inboxes: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Inboxes] = weakref.WeakKeyDictionary()


def get_inboxes() -> Inboxes:
    """Those of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _inboxes:
        _inboxes[loop] = Inboxes()
    return _inboxes[loop]


def say_goodbye() -> None:
    """Tell every page of this process that its server is about to stop."""
    get_inboxes().say_goodbye()
