"""What a talk's page says, before and after (R-EVT-1 to 8)."""

from datetime import date

import pytest

from events.models import Speaker, TalkPage
from tests.cms.making import film
from tests.events.making import WEDNESDAY, make_series, make_talk, moment
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

FOUR = [
    ("Manuel Seuffert", "Team member", "European Cluster Collaboration Platform"),
    ("Johan Wasberg", "Senior Expert", "Technology Centre Merinova"),
    ("Nóra Szirmai", "Communication Manager", "Innoskart"),
    ("Zsolt Keresztúri", "Cluster Manager", "Innoskart"),
]


@kept
def series():
    return make_series(on_behalf_of="the European Commission", boilerplate="Regular online meetings.")


@pytest.fixture
def after(time_machine):
    time_machine.move_to(moment(date(2026, 12, 3), "12:00"), tick=False)


def four_speakers():
    return [
        Speaker(name=name, role=role, organisation_text=organisation, sort_order=order)
        for order, (name, role, organisation) in enumerate(FOUR)
    ]


def read(client, talk) -> str:
    return client.get(talk.url).content.decode()


def test_speakers_keep_their_order_and_their_accents(client, series):
    page = read(client, make_talk(series, speakers=four_speakers()))
    places = [page.index(name) for name, _role, _organisation in FOUR]
    assert places == sorted(places)


def test_the_words_follow_the_state(client, series, time_machine):
    talk = make_talk(series, speakers=four_speakers())
    page = read(client, talk)
    assert "Speakers will include" in page
    assert "The secretariat organises this EU Clusters Talk on behalf of the European Commission." in page
    time_machine.move_to(moment(date(2026, 12, 3), "12:00"), tick=False)
    page = read(client, talk)
    assert "Speakers included" in page
    assert "organised this EU Clusters Talk" in page


def test_without_speakers_more_are_to_be_confirmed(client, series):
    assert "More to be confirmed." in read(client, make_talk(series))


def test_the_series_is_a_label_and_its_text_stands_on_every_talk(client, series):
    page = read(client, make_talk(series, "Who pays?", questions="Who?\nWhy?", purposes="present one\ndiscuss two"))
    for words in ("EU Clusters Talk", "Regular online meetings.", "<li>Why?</li>", "<li>discuss two</li>"):
        assert words in page


def test_a_talk_that_is_over_without_recording_says_that_it_follows(client, series, after):
    assert "Recording and slides will follow." in read(client, make_talk(series))


def test_recording_summary_and_material_appear(client, series, after):
    talk = make_talk(series, recording=[film()], summary="<p>Three ideas.</p>", materials=2)
    page = read(client, talk)
    assert "Recording and slides will follow." not in page
    for words in ("Watch the recording", "<video", "Three ideas.", "Slides 1", "PDF, 9"):
        assert words in page


def test_captions_of_a_recording_may_follow_by_a_named_day(client, series, after):
    late = film(captions=[], transcript="", captions_due=date(2026, 12, 16))
    assert "Captions will follow by 16 December 2026." in read(client, make_talk(series, recording=[late]))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "cancelled"}, "This talk does not take place."),
        ({"status": "postponed", "postponed_to": date(2026, 12, 16)}, "postponed to Wednesday 16 December 2026"),
        ({"status": "postponed"}, "The new day follows."),
    ],
)
def test_a_talk_that_does_not_take_place_says_so(client, series, fields, sentence):
    talk = make_talk(series, **fields)
    assert sentence in read(client, talk)
    assert "Add to my calendar" not in read(client, talk)


def test_the_agenda_has_clock_times(client, series):
    talk = make_talk(series)
    talk.agenda = [item_of(15, "Welcome", 0), item_of(60, "Stories", 1)]
    talk.save_revision().publish()
    page = read(client, talk)
    assert '<span class="agenda__time">08:45</span> <span class="agenda__title">Stories</span>' in page


def item_of(minutes, title, order):
    return TalkPage.agenda.rel.related_model(minutes=minutes, title=title, sort_order=order)


def test_the_list_shows_what_is_live_ahead_and_over_by_year(client, series, time_machine):
    time_machine.move_to(moment(WEDNESDAY, "09:00"), tick=False)
    make_talk(series, "On now")
    make_talk(series, "Still to come", day=date(2026, 12, 16))
    make_talk(series, "This spring", day=date(2026, 4, 8))
    make_talk(series, "Two years ago", day=date(2024, 6, 19))
    make_talk(series, "Draft").unpublish()
    page = client.get("/talks/").content.decode()
    order = ["Live now", "On now", "Coming up", "Still to come", "Past talks", "This spring"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "Two years ago" not in page
    assert "Draft" not in page
    page = client.get("/talks/?year=2024").content.decode()
    assert "Two years ago" in page
    assert "This spring" not in page
    assert "This spring" in client.get("/talks/?year=nonsense").content.decode()


def test_a_series_lists_its_own_talks_only(client, series):
    other = make_series("Drop-in clinic")
    make_talk(series, "Ours")
    make_talk(other, "Theirs")
    page = client.get(series.url).content.decode()
    assert "Ours" in page
    assert "Theirs" not in page


def test_past_talks_come_in_pages(client, series, after):
    for day in range(1, 23):
        make_talk(series, f"Talk number {day:02}", day=date(2026, 11, day))
    first, second = (client.get(f"/talks/?page={number}").content.decode() for number in (1, 2))
    assert "Talk number 22" in first
    assert "Talk number 01" not in first
    assert "Talk number 01" in second


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_as_many_queries_with_three_talks_as_with_one(client, series, count, django_assert_num_queries):
    for number in range(count):
        make_talk(series, f"Ahead {number}")
        make_talk(series, f"Over {number}", day=date(2026, 6, 3))
    client.get("/talks/")
    with django_assert_num_queries(12):
        client.get("/talks/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_talk_takes_as_many_queries_with_three_of_everything_as_with_one(
    client, series, count, django_assert_num_queries
):
    talk = make_talk(series, speakers=four_speakers()[:count], materials=count)
    client.get(talk.url)
    with django_assert_num_queries(13):
        client.get(talk.url)
