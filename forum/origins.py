"""Where carried posts come from: the floor that carried them says who may call one answered, and hears when it is.

The forum keeps which reply answers which carried post; what that means for a question in a live room is decided there.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from community.people.models import User

ANSWER_KIND = "answer"  # the origin of a post that a speaker wrote outside the forum


@dataclass(frozen=True)
class Origin:
    """One kind of origin, by the functions of the floor that owns it. Ids are text, as posts keep them."""

    kind: str
    hold: Callable[[Collection[str]], None]
    may_settle: Callable[[User, Collection[str]], Collection[str]]
    settle: Callable[[User, str], None]
    reopen: Callable[[User, str], None]
    count_votes: Callable[[str, int], None]


_origins: dict[str, Origin] = {}


def register(
    kind: str,
    *,
    hold: Callable[[Collection[str]], None],
    may_settle: Callable[[User, Collection[str]], Collection[str]],
    settle: Callable[[User, str], None],
    reopen: Callable[[User, str], None],
    count_votes: Callable[[str, int], None],
) -> None:
    """Make a kind of origin known; to be called in `AppConfig.ready`.

    `hold(ids)` keeps them from others until the transaction ends. Carrying holds them before the topic, and so does
    everything here, so that two people wait for each other instead of blocking each other.
    `may_settle(user, ids)` returns those of the ids that this member may call answered; `settle(actor, id)` and
    `reopen(actor, id)` are called in the transaction in which a reply is accepted as the answer, or is no longer.
    `count_votes(id, votes)` is told, after it is stored, how many vote for it since it was carried.
    """
    _origins[kind] = Origin(kind, hold, may_settle, settle, reopen, count_votes)


def get(kind: str) -> Origin | None:
    return _origins.get(kind)


def hold(kind: str, ids: Collection[str]) -> None:
    """To be called before a topic is held, by whatever may settle or reopen these."""
    if found := _origins.get(kind):
        found.hold(ids)


def settleable(user: User, kind: str, ids: Collection[str]) -> set[str]:
    """Those of the origins that the member may call answered, or unanswered again."""
    found = _origins.get(kind)
    return {str(one) for one in found.may_settle(user, ids)} if found and ids else set()
