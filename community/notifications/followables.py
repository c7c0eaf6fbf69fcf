"""What can be followed: each floor above says what its kinds are called, and what one member may know of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from community.people.models import User


@dataclass(frozen=True)
class Followed:
    """One thing that can be followed."""

    title: str
    url: str


Describe = Callable[[User, Collection[str]], Mapping[str, Followed]]
Offer = Callable[[User], Mapping[str, Followed]]


@dataclass(frozen=True)
class FollowKind:
    """One kind of them. `label` is how many of it are called: "Topics"."""

    name: str
    label: str | Promise
    describe: Describe
    joins: bool = False
    offered: Offer | None = None


_kinds: dict[str, FollowKind] = {}


def register(
    kind: str, *, label: str | Promise, describe: Describe, joins: bool = False, offered: Offer | None = None
) -> None:
    """Make a kind known; to be called in `AppConfig.ready`.

    `describe(user, object_ids)` returns title and address by id, of those that the member may read now; the ids are
    text, which may be none of yours. `joins`: members come to follow it by taking part, so that leaving it means to
    mute it, or they would follow it again. `offered(user)`: for what has no page to follow it on, all of it, by id.
    """
    _kinds[kind] = FollowKind(kind, label, describe, joins, offered)


def unregister(kind: str) -> None:
    """Take a kind out again, which only tests need."""
    _kinds.pop(kind, None)


def get(kind: str) -> FollowKind | None:
    return _kinds.get(kind)


def kinds() -> list[FollowKind]:
    return list(_kinds.values())


def find(user: User, kind: str, object_id: object) -> Followed | None:
    """The thing itself, for whoever may read it. Raises LookupError for a kind that nobody registered."""
    found = _kinds.get(kind)
    if found is None:
        raise LookupError(f"Nothing of the kind {kind!r} can be followed; register it in AppConfig.ready.")
    return found.describe(user, [str(object_id)]).get(str(object_id))


def offers(user: User) -> list[tuple[FollowKind, Mapping[str, Followed]]]:
    """What can be followed from the list of what the member follows, because it has no page of its own."""
    return [(kind, kind.offered(user)) for kind in _kinds.values() if kind.offered]
