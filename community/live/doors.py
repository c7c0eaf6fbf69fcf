"""Where readers knock: whoever has come meanwhile is answered at once, so the more they are, the less each costs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from community.live.admission import Answer, Knock
from community.live.rights import Visitor
from community.live.supervision import Supervisor

BROKEN = 1011  # close code


class Waiting(NamedTuple):
    """A knock that is to be answered."""

    knock: Knock
    answer: asyncio.Future[Answer]


class Doors:
    """Collects knocks, and lets `answer` answer all of them together."""

    def __init__(self, answer: Callable[[list[Waiting]], Awaitable[None]]) -> None:
        self._answer = answer
        self._waiting: list[Waiting] = []
        self._knocked = asyncio.Event()

    async def knock(self, knock: Knock) -> Answer:
        waiting = Waiting(knock, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._knocked.set()
        return await waiting.answer

    async def let_in(self, supervisor: Supervisor) -> None:
        """Endless."""
        while True:
            await self._knocked.wait()
            self._knocked.clear()
            batch, self._waiting = self._waiting, []
            try:
                with supervisor.at_work("doors"):
                    await self._answer(batch)
            finally:  # whatever went wrong, nobody is left at the door
                for waiting in batch:
                    if not waiting.answer.done():
                        waiting.answer.set_result(Answer(Visitor(), code=BROKEN))
