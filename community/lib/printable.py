"""What may be printed of what people type: words that can be seen, in the order in which they were written.

Left alone is whatever a script or an emoji is written with: joiners (a family is three people and two of them), the
marks of direction in Arabic and Hebrew, accents. Taken out is what serves tricks only: control characters, characters
that turn the text after them round (Unicode TR 36, "Trojan Source"), heaps of accents that run over their neighbours.
"""

import re
import unicodedata

# More than a language puts on one letter: Vietnamese has two, pointed Hebrew up to four.
MAX_MARKS = 4

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Letters and signs that have no ink: Hangul fillers, the empty Braille pattern, a note without a head, and characters
# that are set aside to be ignored.
_BLANK = re.compile(
    r"[\u115f\u1160\u2065\u2800\u3164\uffa0\ufff0-\ufff8\U0001d159\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_MARKS = {"Mn", "Me"}
# Not "Cn": a new emoji is unassigned to a Python that is older than it.
_UNSEEN = _MARKS | {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def printable(text: str) -> str:
    """The text as it is kept, composed (NFC): without control and turning characters, at most MAX_MARKS on a letter."""
    return _with_few_marks(unicodedata.normalize("NFC", _TURNING.sub("", _CONTROL.sub("", text))))


def printable_name(text: str) -> str:
    """A name as it is kept: on one line, and nothing in it that cannot be seen, so that no two names look the same
    for that reason. Empty when nothing of it can be seen."""
    seen = "".join(letter for letter in _BLANK.sub("", text) if unicodedata.category(letter) not in {"Cf", "Cs"})
    name = printable(" ".join(seen.split()))
    return name if has_ink(name) else ""


def has_ink(text: str) -> bool:
    """Whether any character of the text can be seen. Accents without a letter do not count."""
    return any(unicodedata.category(letter) not in _UNSEEN for letter in _BLANK.sub("", text))


def _with_few_marks(text: str) -> str:
    if not any(letter > "\x7f" and unicodedata.category(letter) in _MARKS for letter in text):
        return text  # nearly always, once it is composed
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in _MARKS else 0
        if marks <= MAX_MARKS:
            kept.append(letter)
    return "".join(kept)
