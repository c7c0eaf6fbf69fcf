"""Names that look like other names (Unicode TR 39): letters of another alphabet, signs that stand for letters."""

import re
import unicodedata

from community.lib.fold import fold_word

_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")
# Capitals have pairs of their own: a small Greek eta looks like n, a capital one like H.
_CYRILLIC = str.maketrans("АВЕЅІЈКМНОРСТУХԌЬабеёѕіїјкмнорстухһьԁԛԝӏ", "ABESIJKMHOPCTYXGbabeesiijkmhopctyxhbdqwl")
_GREEK = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβγεικνορτυχωη", "ABEZHIKMNOPTYXabyeikvoptuxwn")
_SIGNS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "|": "l", "!": "l", "$": "s", "@": "a"})
_PAIRS = (("rn", "m"), ("vv", "w"), ("l", "i"))


def look_of(name: str) -> str:
    """The same for names that look the same, apart from accents, capitals and blanks. For comparing, never to show."""
    letters = unicodedata.normalize("NFKC", name).translate(_CYRILLIC).translate(_GREEK)
    look = fold_word(re.sub(r"[\W_]+", "", letters.translate(_SIGNS)))
    for pair, one in _PAIRS:
        look = look.replace(pair, one)
    return look


def mixes_alphabets(name: str) -> bool:
    """Whether one of its words has letters of two alphabets that have letters in common."""
    return any(len({_alphabet(letter) for letter in word} - {""}) > 1 for word in re.split(r"[\W_]+", name))


def _alphabet(letter: str) -> str:
    first = unicodedata.name(letter, "").partition(" ")[0]
    return first if first in _ALPHABETS else ""
