"""Names that look like other names (Unicode TR 39): letters of another alphabet, signs that stand for letters."""

import re
import unicodedata

from community.lib.fold import fold_word

# The scripts that one word of Japanese, Chinese or Korean may mix; none of them has letters that look like ours.
_EAST = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
# Letters of phonetic writing and signs with a letter in them, which look like another form of a plain letter.
_BORROWED = re.compile(
    r"LATIN LETTER SMALL CAPITAL |LATIN (?:SMALL|CAPITAL) LETTER (?:ALPHA|SCRIPT)\b|NEGATIVE (?:CIRCLED|SQUARED) LATIN "
)
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
    """Whether one of its words has letters of two alphabets. Each of them has letters that look like another's."""
    return any(len({_alphabet(letter) for letter in word} - {""}) > 1 for word in re.split(r"[\W_]+", name))


def _alphabet(letter: str) -> str:
    """The script, by the first word of the letter's Unicode name; of what is written in several, nothing."""
    if not letter.isalpha() or unicodedata.category(letter) == "Lm":
        return ""
    first = unicodedata.name(letter, "").partition(" ")[0]
    return "" if first in _EAST else first


def has_borrowed_letters(name: str) -> bool:
    """Whether a letter is one that names are not written with, only made to look like others."""
    return any(_BORROWED.match(unicodedata.name(letter, "")) for letter in name)
