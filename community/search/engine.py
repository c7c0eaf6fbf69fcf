"""The full-text index of the database that we have: FTS5 on SQLite, a GIN index on PostgreSQL.

Not Wagtail's search backends, which serve editors well enough: over fifty thousand entries their query on SQLite,
which asks the index again for every row, took minutes where this one takes a tenth of a second, and on PostgreSQL their
index can't be used for title and text at once. What is indexed are folded words with a space between two, so both
databases take them apart in the same way, whatever the language. Migrations 0002 and 0004 make the index.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

TABLE = "search_words"

_SQLITE = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608 - nothing in it comes from outside
_POSTGRESQL = "SELECT id FROM search_searchentry WHERE words @@ to_tsquery('simple', %s)"
_SHORTEST_BEGINNING = 2


def matching(words: list[str]) -> RawSQL:
    """A subquery for the ids of entries that have all these folded words, the last of them as a beginning."""
    unfinished = len(words[-1]) >= _SHORTEST_BEGINNING
    if connection.vendor == "sqlite":
        query = " AND ".join(f'"{word}"' for word in words) + ("*" if unfinished else "")
        return RawSQL(_SQLITE, [query])  # noqa: S611 - the words are a parameter, and letters and digits only
    query = " & ".join(words) + (":*" if unfinished else "")
    return RawSQL(_POSTGRESQL, [query])  # noqa: S611 - as above


def write(pk: int, folded: str) -> None:
    """Index the words of one entry. PostgreSQL does so by itself; FTS5 has a table of its own."""
    if connection.vendor == "sqlite":
        erase([pk])
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} (rowid, folded) VALUES (%s, %s)", [pk, folded])  # noqa: S608


def erase(pks: list[int]) -> None:
    """Take entries out of the index."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(pk,) for pk in pks])  # noqa: S608
