"""What may be printed: real words of many scripts stay as they are, tricks do not."""

import unicodedata

import pytest

from community.lib.printable import MAX_MARKS, has_ink, printable, printable_name

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
UNSEEN = ["", " \n\t", "\u200b\u200d", "\u2800\u2800", "\u3164", "\u115f\u1160\uffa0", "\u00ad", "\u202e", "\ufeff",
          "\u0301\u0302", "\u180e", "\U000e0041", "\x07", "\u2028", "\u034f", "\ufe0f"]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Zofia Przykład, Łódź",
        "Gyártók – 3 % tagdíj\n\n\t- első",
        "Nguyễn Thị Ánh",
        "می‌خواهم",  # Persian, with a joiner that parts two letters
        "الرقم \u200f12%\u200f هنا",  # Arabic with marks of direction
        "בְּרֵאשִׁ֖ית",  # Hebrew with points and an accent
        "हिन्दी क्‍ष",
        "ภาษาที่นี้",
        f"{FAMILY} {ENGLAND} 1\ufe0f\u20e3 \U0001f44d\U0001f3fd",
    ],
)
def test_words_of_any_script_stay_as_they_are(text):
    assert printable(text) == unicodedata.normalize("NFC", text)
    assert has_ink(text)


def test_nothing_turns_the_text_after_it_round():
    assert printable("invoice\u202efdp.exe \u2066a\u2069") == "invoicefdp.exe a"


def test_controls_are_taken_out_and_lines_stay():
    assert printable("a\x00\x08\x1b[31m\x7f\x85b\n\tc\r\nd") == "a[31mb\n\tc\r\nd"


def test_a_heap_of_accents_is_cut_down():
    heap = printable("Z" + "\u0335\u0321\u0322\u0327\u0328\u0300\u0301" * 20 + "algo")
    assert len(heap) <= len("Zalgo") + MAX_MARKS
    assert heap.endswith("algo")


@pytest.mark.parametrize("text", UNSEEN)
def test_what_cannot_be_seen_has_no_ink_and_is_no_name(text):
    assert not has_ink(text)
    assert printable_name(text) == ""


@pytest.mark.parametrize(
    "letter", [" ", "\u200b", "\u200d", "\u202e", "\u2066", "\u3164", "\u00ad", "\U000e0041", "\x07"]
)
def test_two_names_do_not_look_the_same(letter):
    assert printable_name(f"Ona{letter} Exemple{letter}") == "Ona Exemple"


def test_a_composed_name_is_the_same_as_one_in_pieces():
    assert printable_name("E\u0301va  Szabo\u0301") == "Éva Szabó"
