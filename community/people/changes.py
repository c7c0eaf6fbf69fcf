"""Whoever keeps something about members hears here that one has changed: floors above, such as the search."""

from collections.abc import Callable

from community.people.models import User

_watching: list[Callable[[User], object]] = []


def watch(hear: Callable[[User], object]) -> None:
    """Call `hear(member)` in the transaction in which what a member says about themselves is stored anew."""
    _watching.append(hear)


def tell(member: User) -> None:
    for hear in _watching:
        hear(member)
