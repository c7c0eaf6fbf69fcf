"""Which part of a file a reader asks for (RFC 9110, section 14): what makes a film seek.

One range is answered; several at once are answered with the whole file, which the RFC allows and no player minds.
"""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes[ \t]*=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE)


class NotSatisfiable(ValueError):
    """The part asked for lies outside the file: to be answered with 416."""


@dataclass(frozen=True)
class ByteRange:
    """The bytes from `first` to `last`, both included, of a file of `size` bytes."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def content_range(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


def parse_range(header: str, size: int) -> ByteRange | None:
    """The range that a Range header asks for, or None to send the whole file.

    None stands for no header, another unit, several ranges and what is no range at all (section 14.2: what is not
    understood is ignored). Raises NotSatisfiable when the range is well formed but begins behind the end of the file.
    """
    found = _RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return _suffix(int(last), size)
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise NotSatisfiable(header)
    return ByteRange(start, min(end, size - 1), size)


def _suffix(length: int, size: int) -> ByteRange:
    """The last `length` bytes; more than there are means all of them."""
    if not length or not size:
        raise NotSatisfiable(f"the last {length} bytes of {size}")
    return ByteRange(max(size - length, 0), size - 1, size)
