"""Statements that PostgreSQL plans once for each connection, and then only runs.

Django writes values into the text of a statement, so that PostgreSQL reads and plans each one anew; with the small
questions of a page that takes longer than the answer. SQLite's driver keeps the statements it has seen anyway.
"""

from typing import Any

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName
from psycopg.pq import TransactionStatus
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
        driver.prepared_max = MOST_PLANS
        with self._connection.wrap_database_errors:
            return self._connection._prepare_cursor(_PlannedCursor(driver))


_Cursor: Any = ServerBindingCursor


class _PlannedCursor(_Cursor):
    """psycopg may plan only while this asks: else it would keep the texts of all statements, and forget its plans
    whenever a savepoint is undone."""

    def execute(self, query: Any, params: Any = None) -> Any:
        values, driver = [_typed(one) for one in params or ()], self.connection
        driver.prepare_threshold = 0
        try:
            return super().execute(query, values, prepare=True)
        except (FeatureNotSupported, InvalidSqlStatementName):  # a table has changed, or a pooler stands between
            if driver.info.transaction_status != TransactionStatus.IDLE:
                driver.close()  # or whoever comes next would meet the same plan
                raise
            driver.execute("DEALLOCATE ALL")
            return super().execute(query, values, prepare=False)
        finally:
            driver.prepare_threshold = None


def _typed(value: Any) -> Any:
    """Numbers of any size as one type: for each mixture of types PostgreSQL would keep another plan."""
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return Int8(value) if type(value) is int and abs(value) < 2**63 else value
