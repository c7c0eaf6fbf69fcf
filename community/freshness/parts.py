"""Parts of pages that are the same for many members, and what was read for them."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection

from community.freshness.store import kept
from community.freshness.watching import site_state

Value = TypeVar("Value")
_SEEN = "_site_state"


def keeps() -> bool:
    """Within a transaction nothing is kept: it may see what others do not, and may be undone."""
    return not connection.in_atomic_block


def state_for(reader: Any) -> int | None:
    """The state of the site as this reader's request began, asked once and noted on the user; None: keep nothing."""
    if not keeps():
        return None
    seen: int | None = getattr(reader, _SEEN, None)
    if seen is None:
        seen = site_state()
        setattr(reader, _SEEN, seen)
    return seen


def note_state(reader: Any, number: int) -> None:
    """Note the state that was asked for together with the reader."""
    setattr(reader, _SEEN, number)


def forget_state(reader: Any) -> None:
    """Ask again: for users who live longer than a request, such as those of a socket or of a command."""
    if hasattr(reader, _SEEN):
        delattr(reader, _SEEN)


def kept_part(
    reader: Any, key: Hashable, make: Callable[[], Value], size: int | Callable[[Value], int] = 2_000
) -> Value:
    """What `make` made for somebody in this state of the site, or makes now. `size` in bytes, or what tells it.

    The key names everything that the value depends on beside the site itself: what the reader may do, and the language.
    """
    state = state_for(reader)
    if state is None:
        return make()
    found = kept.find(key)
    if found is not None and found.state == state:
        value: Value = found.value
        return value
    value = make()
    kept.keep(key, value, state=state, size=size(value) if callable(size) else size)
    return value
