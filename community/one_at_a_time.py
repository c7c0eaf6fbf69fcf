"""One process at a time prepares a database: on PostgreSQL two servers may be started at once.

The lock is PostgreSQL's own, held by a connection apart from all others; so it is gone with the process, however that
ends.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from django.db import connection
from psycopg import Connection

KEY = 0x1A7E25E5  # any number that nothing else here locks
LOOK_SECONDS = 0.5


@contextmanager
def only_one(say: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other process is within, and say so once when there is one."""
    if connection.vendor != "postgresql":
        yield
        return
    parameters = connection.get_connection_params()
    with closing(Connection.connect(**{**parameters, "autocommit": True})) as apart:
        if not _is_locked(apart):
            say("Another server is preparing the database: waiting for it …")
            while not _is_locked(apart):
                time.sleep(LOOK_SECONDS)
        yield


def _is_locked(apart: Connection) -> bool:
    """Whether the lock is ours now. A statement that waits would end after `lock_timeout`; migrating takes longer."""
    row = apart.execute("SELECT pg_try_advisory_lock(%s)", [KEY]).fetchone()
    return bool(row and row[0])
