"""One form for words that people spell differently, so that "Rzeszow" finds Rzeszów (R-CNT-7).

Text is folded when it is written into the search index and when it is asked for; what is shown is never folded.
Every rule below works on single words from left to right, so that the beginning of a word folds to the beginning
of what the whole word folds to, apart from a letter or two at the cut: the last word typed may be unfinished.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {
        "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "ə": "e",
        "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ß": "ss",
    }
)  # fmt: skip

# British and American spellings end up as one; which of the two it is does not matter, nobody sees it.
_OUR = (
    "arm|behavi|cand|clam|col|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|parl|rig|rum|savi|sav|splend|vap|vig"
)
_SPELLINGS = [
    (re.compile(r"(?<=\w\w)([iy])z"), r"\1s"),  # organize, internationalization, analyze
    (re.compile(rf"({_OUR})our"), r"\1or"),
    (re.compile(r"^((?:epi|kilo|micro|milli)?(?:cent|fib|lit|met|theat))er(?=s?$)"), r"\1re"),
    (re.compile(r"^(cent)er(?=ed)"), r"\1r"),
    (re.compile(r"^(program)me(?=s?$)"), r"\1"),
    (re.compile(r"^(program)m$"), r"\1"),
    (re.compile(r"(catal|dial|anal|monol|prol|epil)ogue"), r"\1og"),
    (re.compile(r"(licen|defen|offen|preten)c"), r"\1s"),
    (re.compile(r"(practi)s(?=e|i)"), r"\1c"),
    (re.compile(r"(cancel|channel|fuel|label|level|model|signal|total|travel)l(?=e|i)"), r"\1"),
    (re.compile(r"^(enrol|fulfil|skil)l(?!f)"), r"\1"),
]

# A word, with the joined beginnings that are written both ways: e-mail and email, co-operate and cooperate.
_WORD = re.compile(r"(?:\b[eE]-(?=[^\W\d_]{3})|\b[cC]o-(?=[oO](?:p|r)))?[^\W_]+")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands there, and its folded form."""

    start: int
    end: int
    folded: str


def clean(text: str) -> str:
    """The text as it is stored: composed (NFC), without control, invisible and direction characters."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def words(text: str) -> Iterator[Word]:
    """The words of a text that went through `clean`, in reading order."""
    for found in _WORD.finditer(text):
        folded = fold_word(found.group())
        if folded:
            yield Word(found.start(), found.end(), folded)


def fold(text: str) -> str:
    """The folded words of any text, one space between two: what is indexed and what is asked for."""
    return " ".join(filter(None, map(fold_word, _WORD.findall(clean(text)))))


@lru_cache(maxsize=50_000)  # a search page folds long texts to find where its excerpts begin
def fold_word(word: str) -> str:
    """One word without accents and capitals, in one spelling. Empty when nothing of it is a letter or a digit."""
    bare = _without_marks(word)
    for pattern, replacement in _SPELLINGS:
        bare = pattern.sub(replacement, bare)
    return bare


def _without_marks(word: str) -> str:
    # Case goes first: the table knows small letters only, and one small letter may come out of the taking apart.
    taken_apart = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    letters = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return _NOT_A_LETTER.sub("", letters.casefold().translate(_LETTERS))
