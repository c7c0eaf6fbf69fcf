"""What can be found: each floor above says which of its kinds are in the index and who may see them.

`visible` is asked on every search, about the reader as they are now. So an entry is safe even when its audience has
changed since it was indexed for somebody else, and a kind that nobody registered is never shown.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from community.people.permissions import Person


@dataclass(frozen=True)
class Kind:
    """One kind of thing in the index."""

    name: str
    label: str | Promise
    visible: Callable[[Person], Q]
    readable: Callable[[Person, Collection[str]], Collection[str]] | None = None
    documents: Callable[[], Iterable[dict[str, Any]]] | None = None


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    label: str | Promise,
    visible: Callable[[Person], Q],
    readable: Callable[[Person, Collection[str]], Collection[str]] | None = None,
    documents: Callable[[], Iterable[dict[str, Any]]] | None = None,
) -> None:
    """Put a kind into the search; to be called in `AppConfig.ready`.

    `label` names many of them, as in "Topics". `visible(user)` gives a Q over the fields of SearchEntry, mostly
    `audience`. `readable(user, object_ids)`, where given, is asked once per search about the hits themselves and
    returns the ids that may be shown: for whatever a stored audience can't know (safety B8). `documents()` yields the
    keyword arguments of `index_entry`, kind left out, for everything of this kind: `rebuild_search` asks for them.
    """
    _kinds[kind] = Kind(kind, label, visible, readable, documents)


def get(kind: str) -> Kind | None:
    return _kinds.get(kind)


def label_of(name: str) -> str:
    """What many things of this kind are called."""
    kind = get(name)
    return str(kind.label) if kind else ""


def kinds() -> list[Kind]:
    """Every registered kind, in the order of registration."""
    return list(_kinds.values())


def unregister(kind: str) -> None:
    """Take a kind out again, which only tests need."""
    _kinds.pop(kind, None)
