"""How the event loop asks the database: in threads, so that whatever waits for an answer is not the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import close_old_connections, connections


async def ask(function: Callable[..., Any], *args: Any) -> Any:
    """What `function` answers, in a thread of its own: one question that hangs must not hold up the next.

    Without asgiref's adapter: nothing here needs the context that it carries over, at half a millisecond a time.
    """
    return await asyncio.get_running_loop().run_in_executor(None, partial(_ask, function, *args))


def _ask(function: Callable[..., Any], *args: Any) -> Any:
    try:
        return function(*args)
    finally:
        close_old_connections()


class Line:
    """For whoever asks many times a second: one thread that keeps its connection from one question to the next.

    Taking a connection from the pool, testing it and giving it back costs as much as a small question.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "live-news")

    async def ask(self, function: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(_ask_kept, function, *args))

    def hang_up(self) -> None:
        """Give the connection back, without waiting for a question that may hang."""
        self._thread.submit(connections.close_all)
        self._thread.shutdown(wait=False)


def _ask_kept(function: Callable[..., Any], *args: Any) -> Any:
    try:
        return function(*args)
    except BaseException:
        connections.close_all()  # broken or not: the next question begins with a fresh one
        raise


@contextmanager
def open_line() -> Iterator[Line]:
    line = Line()
    try:
        yield line
    finally:
        line.hang_up()
