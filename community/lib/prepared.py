"""Queries that are asked many times a second: Django compiles them once, then only their values change.

Compiling takes Django four times as long as asking PostgreSQL a small question. What is kept is its own compiler after
the first round, so models, joins and converters stay those of the queryset.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.db.models import BigIntegerField, Expression, ExpressionWrapper, F, Q, QuerySet, prefetch_related_objects
from django.db.models.lookups import In
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

    Where a list is given, as for `pk__in`, the queryset gets a list of slots; nothing is asked about an empty one.
    Slices, and conditions that depend on whether a value is None, are compiled in: they cannot change.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._compiled: dict[tuple[int, ...], _Compiled] = {}

    def __call__(self, *values: Any) -> list[Any]:
        if [] in values:
            return []
        values = tuple(_padded(value) if isinstance(value, list) else value for value in values)
        lengths = tuple(len(value) if isinstance(value, list) else 0 for value in values)
        compiled = self._compiled.get(lengths)
        if compiled is None:
            compiled = self._compiled[lengths] = _Compiled(self._make(*_slots(lengths)))
        return compiled.ask([one for value in values for one in (value if isinstance(value, list) else [value])])

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
        self._converters = self._compiler.get_converters(columns)
        self._compiler.connection = None  # each thread has its own

    def ask(self, values: list[Any]) -> list[Any]:
        queryset = self._queryset
        try:
            found = list(queryset._iterable_class(self._with(values)))
        except OverflowError:  # SQLite, asked for a number that no column can hold, as an address may name one
            return []
        if found and queryset._prefetch_related_lookups:
            prefetch_related_objects(found, *queryset._prefetch_related_lookups)
        return found

    def _with(self, values: list[Any]) -> Any:
        """What Django's iterables ask of a queryset, with these values in its SQL."""
        queryset, compiler = self._queryset, copy.copy(self._compiler)
        params = tuple(values[param.place] if isinstance(param, Slot) else param for param in self._params)
        compiler.connection = planning(queryset.db)
        compiler.as_sql = lambda *_args, **_kwargs: (self._sql, params)
        compiler.get_converters = lambda *_args: self._converters
        return SimpleNamespace(
            query=SimpleNamespace(get_compiler=lambda *_args, **_kwargs: compiler),
            db=queryset.db,
            _known_related_objects={},
        )


def among(column: str, numbers: list[Any]) -> Q:
    """The condition that a foreign key is one of these. Django itself takes no slots in a list for a foreign key."""
    return Q(In(ExpressionWrapper(F(column), BigIntegerField()), numbers))


def _padded(values: list[Any]) -> list[Any]:
    """As long as the next power of two, so that few lengths have to be compiled; the last value stands there again."""
    length = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (length - len(values))


def _slots(lengths: tuple[int, ...]) -> list[Any]:
    places = count()
    return [[Slot(next(places)) for _ in range(length)] if length else Slot(next(places)) for length in lengths]
