"""Rough weather for hints: a channel layer that drops, doubles and delays what it is given, so that order is lost too.

Always on in the tests (fault 35 of the live design): whatever holds here needs no luck. The same test meets the same
weather each time. A test about something else than finding out late says so with `@pytest.mark.calm`.
"""

import asyncio
import random
from contextlib import suppress
from typing import Any

from django.utils.module_loading import import_string

DROPPED, DOUBLED, LATE = 0.2, 0.2, 0.2  # shares of all hints; the rest arrive once and at once
LATEST = 0.3  # seconds; the next hints overtake one that is late


class Weather:
    """What happens to each hint, by a seed."""

    def __init__(self) -> None:
        self.begin("")

    def begin(self, seed: str, *, calm: bool = False) -> None:
        """Start the same series again for the same seed."""
        self.calm = calm
        self.chance = random.Random(seed)

    def delays(self) -> list[float]:
        """One delay in seconds for each time that a hint arrives: none when it is lost."""
        if self.calm:
            return [0.0]
        share = self.chance.random()
        if share < DROPPED:
            return []
        if share < DROPPED + DOUBLED:
            return [0.0, self._late()]
        return [self._late() if share < DROPPED + DOUBLED + LATE else 0.0]

    def _late(self) -> float:
        return self.chance.uniform(0.01, LATEST)


weather = Weather()


class RoughLayer:
    """A channel layer around another, whose groups cannot be relied upon."""

    def __init__(self, under: dict[str, Any]) -> None:
        self.under = import_string(under["BACKEND"])(**under.get("CONFIG", {}))
        self.tasks: set[asyncio.Task[None]] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.under, name)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        for delay in weather.delays():
            if delay:
                # Not a task at once: a loop that ends sooner just forgets the call.
                asyncio.get_running_loop().call_later(delay, self._send_later, group, message)
            else:
                await self.under.group_send(group, message)

    def _send_later(self, group: str, message: dict[str, Any]) -> None:
        task = asyncio.get_running_loop().create_task(self._send_anyway(group, message))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _send_anyway(self, group: str, message: dict[str, Any]) -> None:
        with suppress(OSError, RuntimeError):
            await self.under.group_send(group, message)
