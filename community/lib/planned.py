"""Statements that PostgreSQL plans once for each connection, and then only runs.

Django writes values into the text of a statement, so that PostgreSQL reads and plans each one anew; with the small
questions of a page that takes longer than the answer. SQLite's driver keeps the statements it has seen anyway.
"""

from typing import Any

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.types.numeric import Int8

MOST_PLANS = 200  # kept for each connection; the one that was not used for longest goes


def planning(alias: str) -> Any:
    """Django's connection of that name, with cursors whose statements are planned once.

    For statements that come often with other values: those that never come again would push these out. While Django
    keeps what it asks for somebody to read, statements go with their values in them.
    """
    connection = connections[alias]
    plans = connection.vendor == "postgresql" and not connection.queries_logged
    return _Planning(connection) if plans else connection


class _Planning:
    """A connection that differs from Django's in its cursors alone."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        self._connection.ensure_connection()
        driver = self._connection.connection
        driver.prepare_threshold, driver.prepared_max = 0, MOST_PLANS  # Django's own cursors plan nothing all the same
        with self._connection.wrap_database_errors:
            return self._connection._prepare_cursor(_PlannedCursor(driver))


_Cursor: Any = ServerBindingCursor


class _PlannedCursor(_Cursor):
    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(query, [_typed(one) for one in params or ()], **{**how, "prepare": True})


def _typed(value: Any) -> Any:
    """Numbers of any size as one type: for each mixture of types PostgreSQL would keep another plan."""
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return Int8(value) if type(value) is int and abs(value) < 2**63 else value
