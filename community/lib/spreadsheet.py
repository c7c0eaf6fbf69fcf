"""CSV files that a spreadsheet program opens as they are meant: accents right, and nothing in them carried out."""

import csv
import io
from collections.abc import Iterable, Iterator

BOM = "\ufeff"  # without it Excel takes UTF-8 for the local code page
LINES = 200  # in one chunk

# What makes a spreadsheet program take a text for a formula (safety A22, C8); wide forms are read as the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001

Cell = str | int | None


def harmless(cell: Cell) -> Cell:
    """The cell as it may stand in a spreadsheet: a text that would be a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv_chunks(rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The rows as UTF-8 CSV (RFC 4180) with a byte order mark, a few hundred lines at a time, never all in memory."""
    written = io.StringIO()
    written.write(BOM)
    writer = csv.writer(written)
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if number % LINES == 0:
            yield _taken(written)
    yield _taken(written)


def _taken(written: io.StringIO) -> bytes:
    text = written.getvalue()
    written.seek(0)
    written.truncate()
    return text.encode()
