"""Long lists in pieces. Each piece says where the next one is; a place in a list is told by its last row, so that
rows which come or go meanwhile neither repeat nor skip any other."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema

from community.api.problems import NOT_VALID, Problem

MOST = 50
Row = TypeVar("Row")


class Piece(Schema):
    """Which piece of a list is asked for."""

    cursor: Annotated[str, Query(max_length=200, description="From “next” of the piece before.")] = ""
    limit: Annotated[int, Query(ge=1, le=MOST, description="How many at most.")] = 20


def piece_of(
    request: HttpRequest, rows: QuerySet, piece: Piece, field: str, show: Callable[[Any], Row], *, newest: bool
) -> dict[str, Any]:
    """The rows in the order of `field`, a moment, and then of their numbers; `newest`: backwards."""
    _check_names(request, piece)
    sign, beyond = ("-", "lt") if newest else ("", "gt")
    if piece.cursor:
        moment, pk = _read(piece.cursor)
        after = {f"{field}__{beyond}": moment}
        rows = rows.filter(Q(**after) | Q(**{field: moment, f"pk__{beyond}": pk}))
    found = list(rows.order_by(f"{sign}{field}", f"{sign}pk")[: piece.limit + 1])
    last = found[piece.limit - 1] if len(found) > piece.limit else None
    following = _write(getattr(last, field), last.pk) if last else None
    return {"items": [show(row) for row in found[: piece.limit]], "next": _address(request, following)}


def piece_of_list(request: HttpRequest, items: Sequence[Any], piece: Piece, show: Callable[[Any], Row]) -> dict:
    """The same of a short list that is in memory anyway. Its places are counted."""
    _check_names(request, piece)
    start = _number(piece.cursor)
    rest = items[start : start + piece.limit]
    more = str(start + piece.limit) if start + piece.limit < len(items) else None
    return {"items": [show(item) for item in rest], "next": _address(request, more)}


def _check_names(request: HttpRequest, piece: Piece) -> None:
    """A misspelt filter must not be taken for none."""
    if wrong := sorted(request.GET.keys() - type(piece).model_fields.keys()):
        sentence = _("There is no such parameter. Take it out.")
        raise Problem(NOT_VALID, errors=[{"detail": sentence, "parameter": one[:50]} for one in wrong[:10]])


def _address(request: HttpRequest, cursor: str | None) -> str | None:
    """The call that gets the next piece, with everything else that was asked for kept."""
    if cursor is None:
        return None
    asked = request.GET.copy()
    asked["cursor"] = cursor
    return f"{request.path}?{asked.urlencode()}"


def _write(moment: datetime, pk: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), pk]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        moment, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        found = datetime.fromisoformat(moment)
        if isinstance(pk, int) and abs(pk) < 2**62 and found.tzinfo is not None:
            return found.astimezone(UTC), pk
    except (binascii.Error, OverflowError, ValueError, TypeError, RecursionError):
        pass
    raise _lost()


def _number(cursor: str) -> int:
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 9):
        raise _lost()
    return int(cursor)


def _lost() -> Problem:
    from_next = {"detail": _("Take it from “next” of the piece before."), "parameter": "cursor"}
    return Problem(NOT_VALID, errors=[from_next])
