"""Queries that are asked many times a second: Django compiles them once, then only their values change.

Compiling takes Django four times as long as asking PostgreSQL a small question. What is kept is its own compiler after
the first round, so models, joins and converters stay those of the queryset.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.db.models import Expression, F, Lookup, Q, QuerySet, prefetch_related_objects
from django.db.models.sql.compiler import SQLCompiler

from community.lib.planned import planning


class Slot(Expression):
    """Stands in a queryset where each question has a value of its own: a number or a word, as the database knows it."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", (self,)


class Prepared:
    """A queryset with places for values: `Prepared(lambda pk: Room.objects.filter(pk=pk))(7)` is a list of rooms.

    A list has one place as well, see `among`; nothing is asked about an empty one. Slices, and conditions that depend
    on whether a value is None, are compiled in: they cannot change.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._compiled: dict[int, _Compiled] = {}  # by the number of values

    def __call__(self, *values: Any) -> list[Any]:
        if [] in values:
            return []
        compiled = self._compiled.get(len(values))
        if compiled is None:
            slots = [Slot(place) for place in range(len(values))]
            compiled = self._compiled[len(values)] = _Compiled(self._make(*slots))
        return compiled.ask(values)

    def first(self, *values: Any) -> Any:
        """The first row of the answer, or None."""
        return next(iter(self(*values)), None)


class _Compiled:
    """One queryset, with the SQL and the compiler that Django made of it."""

    def __init__(self, queryset: Any) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        self._sql, self._params = self._compiler.as_sql()
        columns = [column for column, *_rest in self._compiler.select[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(columns)  # of a connection they know its settings alone
        self._compiler.connection = None  # each thread has its own

    def ask(self, values: tuple[Any, ...]) -> list[Any]:
        queryset = self._queryset
        try:
            found = list(queryset._iterable_class(self._with(values)))
        except OverflowError:  # SQLite, asked for a number that no column can hold, as an address may name one
            return []
        if found and queryset._prefetch_related_lookups:
            prefetch_related_objects(found, *queryset._prefetch_related_lookups)
        return found

    def _with(self, values: tuple[Any, ...]) -> Any:
        """What Django's iterables ask of a queryset, with these values in its SQL."""
        queryset, compiler = self._queryset, copy.copy(self._compiler)
        compiler.connection = planning(queryset.db)
        sent = [_sent(value, compiler.connection.vendor) for value in values]
        params = tuple(sent[param.place] if isinstance(param, Slot) else param for param in self._params)
        compiler.as_sql = lambda *_args, **_kwargs: (self._sql, params)
        compiler.get_converters = lambda *_args: self._converters
        return SimpleNamespace(
            query=SimpleNamespace(get_compiler=lambda *_args, **_kwargs: compiler),
            db=queryset.db,
            _known_related_objects={},
        )


def among(column: str, values: Any) -> Q:
    """The condition that a column is one of the values: a place for a list of them, of whatever length."""
    return Q(_Among(F(column), values))


_LISTED = {"postgresql": "= ANY({})"}
_LISTED_AS_JSON = "IN (SELECT value FROM json_each({}))"


class _Among(Lookup[Any]):
    """The whole list is one value to the database, so that it need not read and plan each length anew."""

    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        place, slot = compiler.compile(self.rhs)
        listed = _LISTED.get(connection.vendor, _LISTED_AS_JSON).format(place)
        return f"{column} {listed}", (*params, *slot)


def _sent(value: Any, vendor: str) -> Any:
    """A value as the driver takes it."""
    return json.dumps(value) if isinstance(value, list) and vendor != "postgresql" else value
