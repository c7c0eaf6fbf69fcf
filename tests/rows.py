"""Puts back the rows of a PostgreSQL database, in those tables alone where something has changed.

Copying all tables takes a quarter of a second, and most tests that commit write into ten of them.
"""

from collections.abc import Iterable

import psycopg
from psycopg.sql import SQL, Identifier, Literal

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SHAPE = """
    SELECT (SELECT count(*) FROM pg_class), (SELECT max(oid::bigint) FROM pg_class),
           (SELECT count(*) FROM pg_attribute), (SELECT max(xmin::text::bigint) FROM pg_attribute)
"""
SEQUENCES = "SELECT sequencename, last_value, start_value FROM pg_sequences WHERE schemaname = 'public'"
MARK = "SELECT {name}, count(*), max(xmin::text::bigint) FROM {table}"  # every row that is written gets a newer xmin
END_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

Marks = dict[str, tuple[int, int | None]]


class Rows:
    """What the tables of the database behind `url` hold now."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url) as connection:
            self.shape = connection.execute(SHAPE).fetchone()
            self.sequences = set(connection.execute(SEQUENCES))
            self.marks = marks(connection, [name for (name,) in connection.execute(TABLES)])
            self.rows = {name: written_out(connection, name) for name in self.marks}

    def bring_back(self) -> bool:
        """Ends whoever else is connected. False: tables were made or changed, so all has to be copied."""
        with psycopg.connect(self.url) as connection:
            connection.execute(END_OTHERS)
            if connection.execute(SHAPE).fetchone() != self.shape:
                return False
            now = marks(connection, self.marks)
            touched = [name for name, mark in self.marks.items() if now[name] != mark]
            for name in touched:
                connection.execute(SQL("DELETE FROM {}").format(Identifier(name)))
            for name in touched:
                read_in(connection, name, self.rows[name])
            for name, last, start in self.sequences - set(connection.execute(SEQUENCES)):
                connection.execute("SELECT setval(%s::regclass, %s, %s)", (name, last or start, last is not None))
            self.marks |= marks(connection, touched)
        return True


def marks(connection: psycopg.Connection, names: Iterable[str]) -> Marks:
    """How many rows each table has, and which of them was written last."""
    questions = [SQL(MARK).format(name=Literal(name), table=Identifier(name)) for name in names]
    found = connection.execute(SQL(" UNION ALL ").join(questions)) if questions else ()
    return {name: (count, last) for name, count, last in found}


def written_out(connection: psycopg.Connection, name: str) -> bytes:
    with connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(name))) as copy:
        return b"".join(copy)


def read_in(connection: psycopg.Connection, name: str, rows: bytes) -> None:
    with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(name))) as copy:
        copy.write(rows)
