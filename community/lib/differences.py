"""What changed between two texts, word by word, for people to read.

The longest common row of words, by the usual table of lengths. Its size is bounded: texts that differ too much for it
are compared by lines, and what is too large even so counts as replaced as a whole.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

Step = tuple[str, str]  # what became of a word, and the word

MOST_CELLS = 400_000  # of the table: about 0.1 s

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Run:
    """A piece of text that is "same", "gone" or "new"."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Run]:
    """The two texts in one: what stayed, what went, what came, in reading order."""
    if (found := _compare(_WORDS.findall(before), _WORDS.findall(after))) is not None:
        return found
    return _compare(_LINES.findall(before), _LINES.findall(after)) or [Run("gone", before), Run("new", after)]


def _compare(before: Sequence[str], after: Sequence[str]) -> list[Run] | None:
    """None where the part that differs is too large for the table."""
    head = _same_at_start(before, after)
    tail = _same_at_start(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(old) * len(new) > MOST_CELLS:
        return None
    steps = [("same", part) for part in before[:head]]
    steps += _walk(old, new)
    steps += [("same", part) for part in before[len(before) - tail :]]
    return list(_runs(steps))


def _runs(steps: Sequence[Step]) -> Iterator[Run]:
    """Of each stretch of changes first all that went, then all that came, so that each reads as a phrase."""
    for is_same, stretch in groupby(_with_gaps(steps), key=lambda step: step[0] == "same"):
        parts = list(stretch)
        for kind in ("same",) if is_same else ("gone", "new"):
            if text := "".join(text for part, text in parts if part in {kind, "gap"}):
                yield Run(kind, text)


def _with_gaps(steps: Sequence[Step]) -> Iterator[Step]:
    """A blank between two changes belongs to both texts and divides nothing."""
    for place, (kind, text) in enumerate(steps):
        around = {beside for beside, _text in steps[max(place - 1, 0) : place + 2 : 2]}
        is_gap = kind == "same" and text.isspace() and "\n" not in text and place > 0 and not around & {"same"}
        yield ("gap" if is_gap else kind), text


def _same_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _walk(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    table = _lengths(old, new)
    row = column = 0
    while row < len(old) and column < len(new):
        if old[row] == new[column]:
            yield "same", old[row]
            row, column = row + 1, column + 1
        elif table[row + 1][column] >= table[row][column + 1]:
            yield "gone", old[row]
            row += 1
        else:
            yield "new", new[column]
            column += 1
    yield from (("gone", part) for part in old[row:])
    yield from (("new", part) for part in new[column:])


def _lengths(old: Sequence[str], new: Sequence[str]) -> list[array]:
    """For each pair of places, how many words the rests after them have in common, in order."""
    below = array("H", bytes(2 * (len(new) + 1)))
    table = [below]
    for left in reversed(old):
        line = array("H", below)
        for column in range(len(new) - 1, -1, -1):
            line[column] = below[column + 1] + 1 if left == new[column] else max(below[column], line[column + 1])
        below = line
        table.append(line)
    return table[::-1]
