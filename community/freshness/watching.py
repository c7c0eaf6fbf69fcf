"""Sees every write that goes through Django's connection, and moves the number on once it is committed.

Writes are seen as statements, not as calls: the forum, the editor, the admin and commands all come by here, and
`QuerySet.update` as well, which sends no signal. A table that nobody has thought of counts as shown to everyone.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_WRITE = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?')
_SET = re.compile(r'"(\w+)" = ')
# Written often, and on no page that is kept: what belongs to one member, to a machine, or to a room while it is live.
UNSEEN_TABLES = (
    r"freshness_",
    r"django_",
    r"account_",
    r"notifications_",
    r"search_",
    r"tokens_",
    r"wagtailcore_(?!page|site)",
    r"board_(?:draft|readmark|readstamp)",
    r"forum_tracking_",
    r"live_(?!room$|roomspeaker$|room_moderators$)",
)
_UNSEEN = re.compile("|".join(UNSEEN_TABLES))
# The same of columns: who was here when, and how far a room has come.
UNSEEN_COLUMNS = {
    "people_user": {"last_login", "last_seen_at"},
    "live_room": {"head_seq", "epoch"},
}


_STATE = "SELECT number FROM freshness_sitestate WHERE id = 1"
_MOVE_ON = "UPDATE freshness_sitestate SET number = number + 1"


_paused = False  # while the tables are being made


def pause(**_signal: Any) -> None:
    """To be connected to `pre_migrate`."""
    global _paused  # noqa: PLW0603 - one per process, as the migration is
    _paused = True


def go_on(**_signal: Any) -> None:
    """To be connected to `post_migrate`: whatever migrations have written counts as one change."""
    global _paused  # noqa: PLW0603
    if _paused:
        _paused = False
        move_on()


def watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """To be connected to `connection_created`."""
    if _look not in connection.execute_wrappers:
        connection.execute_wrappers.append(_look)


def _look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    result = execute(sql, params, many, context)
    if not _paused and changes_pages(sql):
        _move_on_once(context["connection"])
    return result


def changes_pages(sql: str) -> bool:
    """Whether a statement may change what a kept page shows."""
    found = _WRITE.match(sql)
    if found is None or _UNSEEN.match(found[1]):
        return False
    if unseen := sql.startswith("UPDATE") and UNSEEN_COLUMNS.get(found[1]):
        return not set(_SET.findall(sql.partition(" WHERE ")[0])) <= unseen
    return True


def _move_on_once(connection: BaseDatabaseWrapper) -> None:
    """After the transaction; a savepoint that is undone takes this back with it."""
    if not any(waiting[1] is move_on for waiting in connection.run_on_commit):
        transaction.on_commit(move_on, using=connection.alias, robust=True)


def move_on() -> None:
    """Nothing that was kept so far is shown again."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_ON)


def site_state() -> int:
    """The number as it is now. Read it before what is to be kept under it, never after.

    The one query of most pages for guests, so it is put as it is: to build it costs more than to ask it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        number: int = cursor.fetchone()[0]
    return number
