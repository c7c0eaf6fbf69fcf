"""Web addresses in what people type, found in the same way here and in static/js/live/links.js.

Only http and https, only hosts in plain ASCII with a dot in them (letters of other scripts that look like ours are how
people are led astray), no user names before the host. What is not certainly an address stays text.
"""

import re
from collections.abc import Iterator

LONGEST = 500  # code points of one address
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?<!\w)[hH][tT][tT][pP][sS]?://{_LABEL}(?:\.{_LABEL})+(?::[0-9]{{1,5}})?"
    r"(?:[/?#][^\s\ufeff<>\"`\\^{|}]*|(?![^\W_]|[_@-]|[.:][^\W_]|:[@_-]))"
)
_AFTER = ".,;:!?'*_~…»”’"
_PAIRS = {")": "(", "]": "["}


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is an address; put together again they are the text."""
    done = 0
    for found in _ADDRESS.finditer(text):
        address = _without_tail(found.group())
        if len(address) > LONGEST:
            continue
        if found.start() > done:
            yield text[done : found.start()], False
        yield address, True
        done = found.start() + len(address)
    if done < len(text):
        yield text[done:], False


def _without_tail(address: str) -> str:
    """Without the punctuation of the sentence around it: "(see https://example.org/a.)"."""
    while address[-1] in _AFTER or (
        address[-1] in _PAIRS and address.count(address[-1]) > address.count(_PAIRS[address[-1]])
    ):
        address = address[:-1]
    return address
