"""Parts of pages that are the same for many members, and what was read for them."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.db import connection

from community.freshness.store import kept

Value = TypeVar("Value")
_SIZE = 2_000  # bytes, where nobody says


def keeps() -> bool:
    """Within a transaction nothing is kept: it may see what others do not, and may be undone."""
    return not connection.in_atomic_block


def kept_part(key: Hashable, state: int | None, make: Callable[[], Value], size: int = _SIZE) -> Value:
    """What `make` made under this state of the site, or makes now. None for the state: nothing is kept."""
    if state is None:
        return make()
    found = kept.find(key)
    if found is not None and found.state == state:
        value: Value = found.value
        return value
    value = make()
    kept.keep(key, value, state=state, size=size)
    return value
