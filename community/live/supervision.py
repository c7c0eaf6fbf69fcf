"""Keeps the endless tasks of a process alive: whichever ends or hangs is started again (safety 1.5, 6; fault 28)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger("intersession.live")

LOOK_SECONDS = 0.5
HANGS_AFTER = 4.0  # seconds for one piece of work; with the next look and the restart that stays under five
UNWELL_AFTER = 2.0
SAY_SECONDS = 10.0  # a database that is away for minutes is not worth a line for each try


class Supervisor:
    """Runs some endless coroutines, by name, and looks after them from a timer that cannot hang with them."""

    def __init__(self, loops: dict[str, Callable[[], Awaitable[None]]]) -> None:
        self._loops = loops
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._busy_since: dict[str, float] = {}
        self._said: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def ensure_running(self) -> None:
        if self._timer is None:
            self._look()

    @contextmanager
    def at_work(self, name: str) -> Iterator[None]:
        """Around each piece of work of the loop `name`, so that it is missed when it never comes back."""
        self._busy_since[name] = begun = time.monotonic()
        try:
            yield
        finally:
            if self._busy_since.get(name) == begun:  # and not its successor's, when it was cancelled
                del self._busy_since[name]

    @property
    def is_well(self) -> bool:
        """Whether every task lives and none has been at one thing for long. May be asked from any thread."""
        now = time.monotonic()
        dead = any(task.done() for task in list(self._tasks.values()))
        return not dead and all(now - since < UNWELL_AFTER for since in list(self._busy_since.values()))

    def _look(self) -> None:
        if self._tasks and all(task.cancelled() for task in self._tasks.values()):
            self._timer = None  # the whole event loop comes to its end
            return
        self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)
        for name in self._loops:
            task = self._tasks.get(name)
            if task is None:
                self._start(name)
            elif task.done():
                self._say(name, _end_of(task))
                self._start(name)
            elif time.monotonic() - self._busy_since.get(name, float("inf")) > HANGS_AFTER:
                self._say(name, "it hangs")
                task.cancel()
                self._start(name)

    def _start(self, name: str) -> None:
        self._busy_since.pop(name, None)
        self._tasks[name] = asyncio.ensure_future(self._loops[name]())

    def _say(self, name: str, why: str) -> None:
        now = time.monotonic()
        if now - self._said.get(name, -SAY_SECONDS) >= SAY_SECONDS:
            self._said[name] = now
            log.error("The live hub starts its %s again: %s", name, why)


def _end_of(task: asyncio.Task[None]) -> str:
    if task.cancelled():
        return "it was cancelled"
    return repr(task.exception()) if task.exception() else "it came to an end"
