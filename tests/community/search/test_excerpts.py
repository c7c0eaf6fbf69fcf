"""The piece of a text that shows why it was found."""

from community.lib.fold import fold
from community.search.excerpts import Part, excerpt, mark


def asked(text):
    return fold(text).split()


def hits(parts):
    return [part.text for part in parts if part.hit]


def test_the_words_asked_for_are_marked_as_they_are_written():
    assert mark("Nóra Szirmai in Győr", asked("szirmai nora")) == [
        Part("Nóra", hit=True),
        Part(" "),
        Part("Szirmai", hit=True),
        Part(" in Győr"),
    ]


def test_an_unfinished_last_word_marks_the_whole_word():
    assert hits(mark("Internationalisation matters", asked("internationaliz"))) == ["Internationalisation"]


def test_a_long_text_is_cut_around_the_first_hit():
    text = "lorem ipsum " * 50 + "the lavender field " + "dolor sit " * 50
    parts = excerpt(text, asked("lavender"))
    whole = "".join(part.text for part in parts)
    assert hits(parts) == ["lavender"]
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) < 260


def test_a_text_without_a_hit_begins_at_its_beginning():
    parts = excerpt("word " * 100, asked("elsewhere"))
    assert hits(parts) == []
    assert parts[0].text.startswith("word word")


def test_a_short_text_is_shown_whole():
    assert excerpt("A lavender field", asked("lavender")) == [
        Part("A "),
        Part("lavender", hit=True),
        Part(" field"),
    ]
    assert excerpt("", asked("lavender")) == []


def test_markup_stays_text():
    parts = excerpt("<b>lavender</b> <script>", asked("lavender script"))
    assert "".join(part.text for part in parts) == "<b>lavender</b> <script>"


def test_one_word_without_a_space_anywhere_is_still_cut():
    parts = excerpt("x" * 5_000, asked("y"))
    assert len("".join(part.text for part in parts)) <= 230
