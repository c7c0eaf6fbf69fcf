"""Pages that are drawn once for many: what is the same for all in pieces, and places for what is each reader's own.

A place is named while the page is drawn and filled when it is sent. Nobody can type one: its mark is made anew in each
process and never sent.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping

from django.utils.safestring import SafeString

_MARK = secrets.token_hex(16)
_PLACE = re.compile(rf"{_MARK}-([a-z]+(?:-[0-9]+)?)-")
# The reader's number while a page is drawn, for addresses that take nothing but digits. It is the place "reader".
READER_NUMBER = 10**18 + secrets.randbelow(10**18)
_BLANK, _KEPT = re.compile(r"\n\s+"), re.compile(r"(<(?:pre|textarea).*?</(?:pre|textarea)>)", re.DOTALL)


def place(name: str) -> SafeString:
    """Where something will stand: a word, perhaps with a number, such as "post-12"."""
    return SafeString(f"{_MARK}-{name}-")


class Mould:
    """Some HTML with places in it."""

    def __init__(self, html: str) -> None:
        found = _PLACE.split(html.replace(str(READER_NUMBER), place("reader")))
        self._first = found[0].encode()
        self._rest = [(name, text.encode()) for name, text in zip(found[1::2], found[2::2], strict=True)]

    def filled(self, own: Mapping[str, bytes | Mould]) -> bytes:
        """Raises KeyError for a place that nothing is there for."""
        return b"".join(self._pieces(own))

    def after(self, html: str) -> Mould:
        """The same with something in front of it."""
        longer = Mould("")
        longer._first, longer._rest = html.encode() + self._first, self._rest
        return longer

    def _pieces(self, own: Mapping[str, bytes | Mould]) -> Iterator[bytes]:
        yield self._first
        for name, text in self._rest:
            filling = own[name]
            if isinstance(filling, Mould):
                yield from filling._pieces(own)
            else:
                yield filling
            yield text


def squeezed(html: str) -> str:
    """Without the empty lines and the indents of the template, a tenth of a page; code and boxes keep their own."""
    return "".join(
        part if part.startswith(("<pre", "<textarea")) else _BLANK.sub("\n", part) for part in _KEPT.split(html)
    )
