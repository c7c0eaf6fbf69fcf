"""The memory of one process: what was used last stays, up to so many bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

MOST_BYTES = 48 * 1024 * 1024
LONGEST = 20.0  # seconds; as long as the masthead may be late with the room that has just opened


@dataclass(frozen=True)
class Entry:
    state: int
    value: Any
    size: int
    until: float


class Store:
    """Of each key the value that was kept last, with the state of the site under which it was drawn."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> Entry | None:
        """Perhaps of a state that is gone: compare before use."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or entry.until < monotonic():
                return None
            self._entries.move_to_end(key)
            return entry

    def keep(self, key: Hashable, value: Any, *, state: int, size: int, seconds: float = LONGEST) -> None:
        """`size` in bytes, roughly."""
        with self._lock:
            if before := self._entries.pop(key, None):
                self.bytes -= before.size
            self._entries[key] = Entry(state, value, size, monotonic() + seconds)
            self.bytes += size
            while self.bytes > self.most_bytes and self._entries:
                _, oldest = self._entries.popitem(last=False)
                self.bytes -= oldest.size

    def forget(self) -> None:
        with self._lock:
            self._entries.clear()
            self.bytes = 0


kept = Store()
