"""The piece of a text that shows why it was found."""

from collections.abc import Iterator
from dataclasses import dataclass

from community.lib.fold import Word, words

LENGTH = 220
_LEAD = 60


@dataclass(frozen=True)
class Part:
    """A run of plain text, to be escaped by the template, and whether it is a word that was asked for."""

    text: str
    hit: bool = False


def mark(text: str, asked: list[str]) -> list[Part]:
    """The whole text in parts, for titles."""
    return _parts(text, asked)


def excerpt(text: str, asked: list[str], length: int = LENGTH) -> list[Part]:
    """About `length` characters in parts, from a little before the first word that was asked for."""
    first = next((hit.start for hit in _hits(text, asked)), 0)
    start, end = _window(text, first, length)
    before = [Part("… ")] if start > 0 else []
    after = [Part(" …")] if end < len(text) else []
    return [*before, *_parts(text[start:end], asked), *after]


def _hits(text: str, asked: list[str]) -> Iterator[Word]:
    """The last word asked for may be the beginning of a word, like in the search itself."""
    if asked:
        whole, beginning = set(asked), asked[-1]
        yield from (word for word in words(text) if word.folded in whole or word.folded.startswith(beginning))


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """Where to cut, on spaces where there are any near."""
    start = max(0, min(first - _LEAD, len(text) - length))
    if start > 0:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > first else end
    return start, end


def _parts(text: str, asked: list[str]) -> list[Part]:
    parts, here = [], 0
    for hit in _hits(text, asked):
        parts += [Part(text[here : hit.start]), Part(text[hit.start : hit.end], hit=True)]
        here = hit.end
    return [part for part in [*parts, Part(text[here:])] if part.text]
