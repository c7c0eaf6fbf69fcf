"""Who is there, in one question: the session, the member whose it is, and what every page says of them.

Only the session knows whose it is, so Django asks for it first and then for the member. A process that has seen a
session before asks for both at once. What it remembers is only a guess: the session says who it is, now as ever.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from community.freshness.models import SiteState
from community.lib.prepared import Prepared
from community.people.models import User

MOST = 20_000  # sessions that a process remembers; then it begins anew
STATE, _DATA = "site_state", "session_data"

_whose: dict[str, int] = {}
_brought: dict[str, Callable[[Any], Any]] = {}


def bring(name: str, asked: Callable[[Any], Any]) -> None:
    """Let members come with an attribute of that name, a subquery about their number; to be called in `ready`.

    They have it while they read a page, unless `leave` was called.
    """
    _brought[name] = asked


def leave(member: User) -> None:
    """Forget what came along, which is not so any more when something is written."""
    for name in (STATE, *_brought):
        vars(member).pop(name, None)


def remember(key: str, number: str) -> None:
    """Whose session it is, by what it says: a number, or nothing."""
    if len(_whose) >= MOST:
        _whose.clear()
    if number.isdigit():
        _whose[key] = int(number)


def arrival(key: str) -> tuple[User, str] | None:
    """The member whose session it was when it was seen last, and what is in it now; None if it is unknown or over."""
    number = _whose.get(key)
    if number is None:
        return None
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    member = _ARRIVAL.first(number, key, now)
    data = vars(member).pop(_DATA) if member else None
    if data is None:
        _whose.pop(key, None)  # another request of the same browser may have been faster
        return None
    return member, data


def _arrival(pk: Any, key: Any, now: Any) -> QuerySet:
    session = Session.objects.filter(session_key=key, expire_date__gt=now)
    asked = {_DATA: Subquery(session.values(_DATA)), STATE: Subquery(SiteState.objects.filter(pk=1).values("number"))}
    return User.objects.filter(pk=pk).annotate(**asked, **{name: about(pk) for name, about in _brought.items()})


_ARRIVAL = Prepared(_arrival)
