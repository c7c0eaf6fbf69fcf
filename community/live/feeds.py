"""The streams that somebody here listens to, each with its latest events, ready to be sent again.

So whoever comes back costs no query (safety 1.5, 7).
"""

from __future__ import annotations

import uuid
from collections import Counter, deque
from collections.abc import Iterable
from typing import Any, Protocol

from community.live import frames
from community.live.outlet import Frame
from community.live.rights import Claim

KEPT = 500  # events

Thing = tuple[str, int]  # kind and id


class Past:
    """Holds events up to the hub's position, each as its thing looks now.

    A replay must not show what has been hidden or changed since (safety 1.5, 9). So a new event of a thing also
    replaces what earlier events said about it.
    """

    def __init__(self, start: int) -> None:
        """`start`: the number after which events are here."""
        self.start = start
        self._events: deque[tuple[dict[str, Any], Frame]] = deque()
        self._things: Counter[Thing] = Counter()  # how often each is here; most only once

    def add(self, event: dict[str, Any]) -> Frame:
        """Remember the next event; returns its frame."""
        if self._things[_thing(event)]:
            self._renew(event)
        self._things[_thing(event)] += 1
        frame = Frame(frames.encode(event))
        self._events.append((event, frame))
        if len(self._events) > KEPT:
            self._forget_oldest()
        return frame

    def _forget_oldest(self) -> None:
        event, _frame = self._events.popleft()
        self.start = event["seq"]
        self._things[_thing(event)] -= 1
        if not self._things[_thing(event)]:
            del self._things[_thing(event)]

    def prepend(self, events: Iterable[dict[str, Any]], start: int) -> None:
        """Put in front what was read later than it happened: the events between `start` and the first one here."""
        newer = {_thing(event): event for event, _frame in self._events}
        older = [event for event in events if start < event["seq"] <= self.start]
        for event in reversed(older):
            shown = {**event, "item": newer.get(_thing(event), event)["item"]}
            self._events.appendleft((shown, Frame(frames.encode(shown))))
            self._things[_thing(event)] += 1
        self.start = start

    def after(self, seq: int) -> list[Frame]:
        """The frames that follow event number `seq`, which must not be before `start`."""
        return [frame for event, frame in self._events if event["seq"] > seq]

    def _renew(self, latest: dict[str, Any]) -> None:
        for place, (event, _frame) in enumerate(self._events):
            if _thing(event) == _thing(latest):
                shown = {**event, "item": latest["item"]}
                self._events[place] = (shown, Frame(frames.encode(shown)))


def _thing(event: dict[str, Any]) -> Thing:
    return event["kind"], event["item"]["id"]


class Listener(Protocol):
    """What the hub asks of a socket: take an encoded frame, at once, without waiting for the network."""

    claim: Claim

    def tell(self, frame: Frame) -> None: ...
    def end(self, code: int) -> None: ...
    def keeps_up(self) -> bool: ...


class Feed:
    """One stream of one room as this process knows it."""

    def __init__(self, head: int, epoch: uuid.UUID) -> None:
        self.listeners: dict[Listener, None] = {}
        self.begin(head, epoch)

    def begin(self, head: int, epoch: uuid.UUID) -> None:
        """Count from here, in this history of the room."""
        self.head, self.epoch = head, epoch
        self.past = Past(head)

    def add(self, events: Iterable[dict[str, Any]]) -> list[Frame]:
        """Move on by those events that come next; returns their frames."""
        fresh = []
        for event in events:
            if event["seq"] == self.head + 1:
                self.head += 1
                fresh.append(self.past.add(event))
        return fresh

    def tell(self, frame: Frame) -> None:
        for listener in tuple(self.listeners):
            listener.tell(frame)
