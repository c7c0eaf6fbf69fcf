"""One form for words that people spell differently (R-CNT-7)."""

import pytest

from community.lib.fold import clean, fold, fold_word, words


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Rzeszow", "Rzeszów"),
        ("Izmir", "İzmir"),
        ("izmir", "IZMIR"),
        ("Diyarbakir", "Diyarbakır"),  # noqa: RUF001
        ("Lodz", "Łódź"),
        ("Ostersund Malmo", "Östersund Malmö"),
        ("Kobenhavn", "København"),
        ("Grossenbrode", "Großenbrode"),
        ("aerosol aegis", "ærosol ægis"),
        ("Zurich", "Zürich"),
        ("Szekesfehervar Gyor", "Székesfehérvár Győr"),
        ("Thessalonikh".lower(), "thessalonikh"),
        ("Θεσσαλονικη", "Θεσσαλονίκη"),
        ("ΟΔΟΣ", "οδός"),
        ("Київ", "киів"),
        ("елка", "ёлка"),
        ("naive cafe", "naïve café"),
        ("efficient", "eﬃcient"),
    ],
)
def test_accents_and_capitals_do_not_matter(typed, written):
    assert fold(typed) == fold(written)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("internationalisation", "internationalization"),
        ("organise organised organising organiser", "organize organized organizing organizer"),
        ("organisation", "organization"),
        ("specialised clusters", "specialized clusters"),
        ("analyse", "analyze"),
        ("behaviour", "behavior"),
        ("colourful neighbourhood", "colorful neighborhood"),
        ("labour", "labor"),
        ("favourite harbour", "favorite harbor"),
        ("centre centred kilometres", "center centered kilometers"),
        ("theatre fibre", "theater fiber"),
        ("programme", "program"),
        ("programmes", "programs"),
        ("dialogue catalogue", "dialog catalog"),
        ("licence defence", "license defense"),
        ("practise", "practice"),
        ("modelling labelled", "modeling labeled"),
        ("enrol", "enroll"),
        ("e-mail e-learning", "email elearning"),
        ("co-operation", "cooperation"),
    ],
)
def test_british_and_american_spellings_are_one(british, american):
    assert fold(british) == fold(american)


@pytest.mark.parametrize(
    ("one", "other"),
    [("size", "sise"), ("hour", "hor"), ("four", "for"), ("tour", "tor"), ("Zofia", "Sofia"), ("cluster", "clustre")],
)
def test_words_that_only_look_alike_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("word", ["internationalisation", "organizer", "horizon", "citizen", "Rzeszów", "enterprise"])
def test_an_unfinished_word_is_the_beginning_of_the_finished_one(word):
    whole = fold(word)
    assert all(whole.startswith(fold(word[:length])) for length in range(1, len(word) + 1))


def test_punctuation_only_parts_words():
    assert fold("Cluster's (silent) members: what now?!") == "cluster s silent members what now"
    assert fold("a*a* \"quoted\" AND 'x' \\ %s {{ 7*7 }}") == "a a quoted and x s 7 7"
    assert fold("") == fold(" … *** ") == ""


def test_invisible_and_control_characters_are_taken_out():
    assert clean("si\u00adlent\x00 mem\u200bbers\u202e") == "silent members"
    assert clean("Rzeszo\u0301w") == "Rzeszów"


def test_each_word_knows_where_it_stands():
    text = "Żółw, e-mail & Győr"
    assert [text[word.start : word.end] for word in words(text)] == ["Żółw", "e-mail", "Győr"]
    assert [word.folded for word in words(text)] == ["zolw", "email", "gyor"]


def test_a_word_without_letters_folds_to_nothing():
    assert fold_word("") == ""
    assert fold_word("½") == "12"
