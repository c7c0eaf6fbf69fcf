"""What can be reported: each floor above says how its kinds are found, shown, hidden and brought back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from community.people.models import User
from community.people.permissions import Person

if TYPE_CHECKING:
    from community.moderation.models import Appeal, Decision, Report


@dataclass(frozen=True)
class Waiting:
    """Something that nobody reads until a moderator has read it."""

    object_id: str
    title: str
    author: str
    since: datetime


@dataclass(frozen=True)
class Kind:
    """One kind of content that people write."""

    name: str
    label: str | Promise
    find: Callable[[str], Any | None]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    author: Callable[[Any], User | None]
    can_see: Callable[[Person, Any], bool]
    hide: Callable[[User, Any, str], object]
    restore: Callable[[User, Any], object]
    text: Callable[[Any], str] | None = None
    approve: Callable[[User, Any], object] | None = None
    reject: Callable[[User, Any, str], object] | None = None
    waits: Callable[[Any], bool] = lambda content: False
    waiting: Callable[[], Iterable[Waiting]] | None = None


_kinds: dict[str, Kind] = {}
_on_decision: list[Callable[["Decision"], None]] = []
_on_report: list[Callable[["Report"], None]] = []
_on_appeal: list[Callable[["Appeal"], None]] = []
_on_waiting: list[Callable[[str, Waiting], None]] = []


def register(  # noqa: PLR0913 - one keyword per thing that moderation must know
    kind: str,
    *,
    label: str | Promise,
    find: Callable[[str], Any | None],
    title: Callable[[Any], str],
    url: Callable[[Any], str],
    author: Callable[[Any], User | None],
    can_see: Callable[[Person, Any], bool],
    hide: Callable[[User, Any, str], object],
    restore: Callable[[User, Any], object],
    text: Callable[[Any], str] | None = None,
    **waiting: Any,
) -> None:
    """Make a kind of content reportable; to be called in `AppConfig.ready`.

    `label` names one of them, as in "post". `find(object_id)` gets text; it returns None for what is not there, also
    when the text is no id at all, and it does find what is hidden. `hide(actor, obj, reason)` and `restore(actor, obj)`
    run inside the decision's transaction and need not ask again who may decide. `text(obj)` is what the moderator
    reads, as plain text.

    A kind that may wait for a moderator also says `approve(actor, obj)`, `reject(actor, obj, reason)`, `waits(obj)`,
    and `waiting()`, all that waits now, in a fixed number of queries.
    """
    _kinds[kind] = Kind(kind, label, find, title, url, author, can_see, hide, restore, text, **waiting)


def all_waiting() -> list[tuple[Kind, Waiting]]:
    """What waits to be published, of every kind."""
    return [(kind, one) for kind in _kinds.values() if kind.waiting for one in kind.waiting()]


def get(kind: str) -> Kind | None:
    return _kinds.get(kind)


def unregister(kind: str) -> None:
    """Take a kind out again, which only tests need."""
    _kinds.pop(kind, None)


def on_report(listener: Callable[["Report"], None]) -> None:
    """Have `listener(report)` called in the transaction of every new report."""
    if listener not in _on_report:
        _on_report.append(listener)


def on_decision(listener: Callable[["Decision"], None]) -> None:
    """Have `listener(decision)` called in the transaction of every decision and of every reversal."""
    if listener not in _on_decision:
        _on_decision.append(listener)


def announce_report(report: "Report") -> None:
    for listener in _on_report:
        listener(report)


def announce_decision(decision: "Decision") -> None:
    for listener in _on_decision:
        listener(decision)


def on_appeal(listener: Callable[["Appeal"], None]) -> None:
    """Have `listener(appeal)` called in the transaction of every new appeal."""
    if listener not in _on_appeal:
        _on_appeal.append(listener)


def on_waiting(listener: Callable[[str, Waiting], None]) -> None:
    """Have `listener(kind, waiting)` called in the transaction of whatever has to wait for a moderator from now on."""
    if listener not in _on_waiting:
        _on_waiting.append(listener)


def announce_appeal(appeal: "Appeal") -> None:
    for listener in _on_appeal:
        listener(appeal)


def announce_waiting(kind: str, waiting: Waiting) -> None:
    for listener in _on_waiting:
        listener(kind, waiting)
