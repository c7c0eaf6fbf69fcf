"""Rows that are written many times a second: their SQL is put together once.

Like `bulk_create`, this calls no `save` and sends no signal. Django builds the statement anew each time, which takes it
longer than the database takes to write the row.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model

_BATCH = 500  # rows in one statement
_SIZE = re.compile(r"\(.*\)")  # of a type: what is too long is refused, as ever, and not cut off


class Inserting:
    """`Inserting(Post)(post)` writes the row and gives it its number.

    `each` names columns in which many rows differ from the one that is given. `otherwise` is what to do when the row is
    there already, as SQL from ON CONFLICT on. `returning` names the columns of what was written that `many` returns.
    """

    def __init__(
        self, model: type[Model], *, each: Sequence[str] = (), otherwise: str = "", returning: Sequence[str] = ()
    ) -> None:
        self._model = model
        self._each, self._otherwise, self._returning = each, otherwise, returning

    def __call__(self, row: Model) -> None:
        """Write this one row, or what `otherwise` says, and set its number."""
        ((row.pk,),) = self._execute(f"VALUES ({_places(len(self._shared))})", self._values(row), ["pk"])
        row._state.adding, row._state.db = False, connection.alias

    def many(self, row: Model, each: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Write the row once for each of these, with their values in the columns named so. Returns what was written.

        The row itself stays without a number.
        """
        shared = self._values(row)
        written: list[tuple[Any, ...]] = []
        for begin in range(0, len(each), _BATCH):
            rows = [
                [
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(self._differing, values, strict=True)
                ]
                for values in each[begin : begin + _BATCH]
            ]
            source, differing = self._as_table(rows)
            rows_of = f"{self._chosen} FROM {source} WHERE true"
            written += self._execute(rows_of, [*shared, *differing], self._returning or ["pk"])
        return written

    def _as_table(self, rows: list[list[Any]]) -> tuple[str, list[Any]]:
        """The rows as a table with the columns column1, column2 and so on, and its values: for PostgreSQL a list for
        each column, so that the statement is the same however many they are."""
        if connection.vendor == "postgresql":
            types = (_SIZE.sub("", str(field.db_type(connection))) for field in self._differing)
            lists = ", ".join(f"%s::{one}[]" for one in types)
            return f"unnest({lists}) AS each({self._names})", [list(column) for column in zip(*rows, strict=True)]
        places = f"({_places(len(self._each))})"
        return f"(VALUES {', '.join([places] * len(rows))}) AS each", [value for row in rows for value in row]

    def _execute(self, rows: str, values: list[Any], returning: Sequence[str]) -> list[tuple[Any, ...]]:
        columns = ", ".join(f'"{self._column(name).column}"' for name in returning)
        with connection.cursor() as cursor:
            cursor.execute(f"{self._begin} {rows} {self._otherwise} RETURNING {columns}", values)
            return list(cursor.fetchall())

    def _values(self, row: Model) -> list[Any]:
        return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in self._shared]

    @cached_property
    def _differing(self) -> list[Field]:
        return [self._column(name) for name in self._each]

    @cached_property
    def _shared(self) -> list[Field]:
        """The columns that come from the row: all but its number and those in which many differ."""
        fields = self._model._meta.concrete_fields
        return [field for field in fields if not field.primary_key and field not in self._differing]

    @cached_property
    def _names(self) -> str:
        return ", ".join(f"column{place}" for place in range(1, len(self._each) + 1))  # SQLite calls them so by itself

    @cached_property
    def _chosen(self) -> str:
        """Without a condition after it SQLite would take ON CONFLICT for that of a join."""
        return f"SELECT {self._names}, {_places(len(self._shared))}"

    @cached_property
    def _begin(self) -> str:
        columns = ", ".join(f'"{field.column}"' for field in [*self._differing, *self._shared])
        return f'INSERT INTO "{self._model._meta.db_table}" ({columns})'

    def _column(self, name: str) -> Any:
        meta = self._model._meta
        return meta.pk if name == "pk" else meta.get_field(name)


def _places(number: int) -> str:
    return ", ".join(["%s"] * number)
