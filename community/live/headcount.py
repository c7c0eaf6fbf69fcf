"""How many people are in each room: those whose sockets this process holds, and what other processes say."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping

from community.live.asking import ask
from community.live.feeds import Feed
from community.live.presence import Crowd, people_elsewhere, write_presence
from community.live.rights import FeedKey


class Headcount:
    """Counts the listeners of some feeds as people: two tabs are one."""

    def __init__(self, feeds: Mapping[FeedKey, Feed]) -> None:
        self._feeds = feeds
        self._process = uuid.uuid4()
        self._here: dict[int, tuple[float, int]] = {}  # by room: when they were counted, and how many
        self._elsewhere: dict[int, int] = {}  # by room: how many people other processes hold

    def in_room(self, room_id: int) -> int:
        """How many different people are in the room, here and in other processes; counted once a second at most."""
        now = time.monotonic()
        counted_at, people = self._here.get(room_id, (0.0, 0))
        if now - counted_at >= 1:
            people = self._crowd(room_id).people
            self._here[room_id] = (now, people)
        return people + self._elsewhere.get(room_id, 0)

    def forget(self, room_id: int) -> None:
        self._here.pop(room_id, None)

    async def compare(self) -> None:
        """Say who is here, and hear who is elsewhere. Said once more when the last has gone, then never again."""
        crowds = {room_id: self._crowd(room_id) for room_id, _stream in self._feeds}
        if crowds or self._elsewhere:
            await ask(write_presence, self._process, crowds)
            found = await ask(people_elsewhere, self._process, list(crowds))
            self._elsewhere = dict.fromkeys(crowds, 0) | found

    def _crowd(self, room_id: int) -> Crowd:
        found = [feed.listeners for (room, _stream), feed in self._feeds.items() if room == room_id]
        return Crowd.of(listener.claim.visitor for listener in {one for listeners in found for one in listeners})
