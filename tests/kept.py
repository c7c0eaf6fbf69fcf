"""What many tests start from, made once and kept for as long as the tests that follow ask for it too.

    @kept
    def forums(cast) -> Forums: ...

reads like a fixture and is one, which only asks for other kept ones. Every test finds the database as it was when the
forums had been made, and gets a copy of its own of what was returned; so a test may change whatever it likes.

Behind this stands one transaction around many tests, with a savepoint for each kept thing. It is rolled back as far as
the next test asks for less, and altogether before a test that commits: for such a test it is all made anew.
"""

import inspect
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

COMMITTING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


def kept(make: Callable) -> Any:
    """A fixture whose rows stay between tests. What it returns must be something that can be pickled."""

    def fixture(db: None, **others: Any) -> Any:
        return SHELF.copy_of(make) if make in SHELF else make(**others)

    asked = inspect.signature(make).parameters.values()
    database = inspect.Parameter("db", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    fixture.__signature__ = inspect.Signature([database, *asked])
    fixture.__name__, fixture.__doc__, fixture.makes = make.__name__, make.__doc__, make
    return pytest.fixture(fixture)


@dataclass
class Layer:
    make: Callable
    made: bytes
    transaction: transaction.Atomic

    def undo(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)


class Shelf:
    """The kept things of this test process, each in a transaction around those that came after it."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []

    def __contains__(self, make: Callable) -> bool:
        return any(layer.make is make for layer in self.layers)

    def copy_of(self, make: Callable) -> Any:
        return pickle.loads(next(layer.made for layer in self.layers if layer.make is make))  # noqa: S301 (our own)

    def hold(self, wanted: list[Callable]) -> None:
        """Hold just these, in this order: what is there from the bottom on stays, the others go, the rest is made."""
        same = [layer.make is make for layer, make in zip(self.layers, wanted, strict=False)]
        bottom = (*same, False).index(False)
        while len(self.layers) > bottom:
            self.layers.pop().undo()
        for make in wanted[bottom:]:
            self.layers.append(self._lay(make))

    def _lay(self, make: Callable) -> Layer:
        around = transaction.atomic()
        around._from_testcase = True  # like a test's own transaction, it does not count as one of the code's
        around.__enter__()
        try:
            others = {name: self.copy_of(asked) for name, asked in self._named(make)}
            return Layer(make, pickle.dumps(make(**others)), around)
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise

    def _named(self, make: Callable) -> Iterator[tuple[str, Callable]]:
        for name in inspect.signature(make).parameters:
            yield name, next(layer.make for layer in self.layers if layer.make.__name__ == name)


SHELF = Shelf()


def asked_for_by(request: pytest.FixtureRequest) -> list[Callable]:
    """The kept things that this test asks for, each after those that it is made from; none for a test that commits."""
    marker = request.node.get_closest_marker("django_db")
    if COMMITTING.intersection(request.fixturenames) or (marker and marker.kwargs.get("transaction")):
        return []
    fixtures = request.node._fixtureinfo.name2fixturedefs
    found = {name: fixtures[name][-1].func.makes for name in request.fixturenames if _is_kept(fixtures.get(name))}
    ordered: dict[str, Callable] = {}
    for name in sorted(found, key=lambda name: (found[name].__code__.co_filename, found[name].__code__.co_firstlineno)):
        _add_with_roots(name, found, ordered)
    return list(ordered.values())


def _is_kept(definitions: Any) -> bool:
    return bool(definitions) and hasattr(definitions[-1].func, "makes")


def _add_with_roots(name: str, found: dict[str, Callable], ordered: dict[str, Callable]) -> None:
    for root in inspect.signature(found[name]).parameters:
        _add_with_roots(root, found, ordered)
    ordered.setdefault(name, found[name])
