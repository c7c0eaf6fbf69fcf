"""Each question that was answered on stage has its place in the recording."""

from datetime import timedelta

import pytest

from community.live.actions import ask_question, mark_answered, set_recording, start_answering
from community.live.models import Question, Room
from events.models import Speaker, TalkPage
from events.moments import address_at
from tests.cms.making import film
from tests.events.making import WEDNESDAY, make_series, make_talk, moment

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

ASKED = {"Who pays?": "08:40", "How long does it take?": "09:00", "Are there slides?": "09:10"}


@pytest.fixture
def talk(cast, time_machine):
    """A talk that is over, in which three questions were answered ten, thirty and forty minutes after its start."""
    time_machine.move_to(moment(WEDNESDAY, "08:31"), tick=False)
    talk = make_talk(make_series(), speakers=[Speaker(name="Pekka", user=cast.pekka)])
    for words in reversed(ASKED):
        ask_question(cast.zofia, talk.room, words)
    for words, clock in ASKED.items():
        time_machine.move_to(moment(WEDNESDAY, clock), tick=False)
        question = Question.objects.get(text=words)
        start_answering(cast.pekka, question)
        mark_answered(cast.pekka, question)
    time_machine.move_to(moment(WEDNESDAY, "12:00"), tick=False)
    return talk


def with_film(talk, seconds=3600):
    block = film()
    block[1]["film"].duration = seconds
    block[1]["film"].save()
    talk.recording = [block]
    talk.save()
    return talk


def shown(client, talk):
    """The times on the page, in order."""
    page = client.get(talk.url).text
    return [part.split("<")[0] for part in page.split("Play from </span>")[1:]]


def test_the_page_lists_them_in_order_with_who_answered(client, talk):
    with_film(talk)
    assert shown(client, talk) == ["10:00", "30:00", "40:00"]
    page = client.get(talk.url).text
    assert "Answered in the recording" in page
    assert "answered by Pekka" in page
    assert 'data-seconds="600"' in page


def test_without_a_recording_they_are_minutes_of_the_talk(client, talk):
    page = client.get(talk.url).text
    assert "Answered live" in page
    assert "10:00" in page
    assert "Play from" not in page


def test_what_the_recording_left_out_is_left_out_and_the_beginning_begins_at_nought(client, talk):
    with_film(talk, 1900)
    set_recording(talk.room, started_at=moment(WEDNESDAY, "08:41"), shift=0)
    assert shown(client, talk) == ["0:00", "19:00", "29:00"]
    set_recording(talk.room, started_at=moment(WEDNESDAY, "08:45"), shift=0)
    assert shown(client, talk) == ["15:00", "25:00"]
    set_recording(talk.room, started_at=moment(WEDNESDAY, "08:30"), shift=0)
    assert shown(client, talk) == ["10:00", "30:00"]


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://www.youtube.com/watch?v=abc&t=5", "https://www.youtube.com/watch?v=abc&t=754s"),
        ("https://youtu.be/abc", "https://youtu.be/abc?t=754s"),
        ("https://vimeo.com/123", "https://vimeo.com/123#t=754s"),
        ("https://video.example.org/abc", "https://video.example.org/abc"),
        ("https://notyoutube.com/abc", "https://notyoutube.com/abc"),
        ("/media/film.mp4", "/media/film.mp4#t=754"),
        ("", ""),
    ],
)
def test_where_the_form_is_known_the_link_opens_at_the_moment(url, opened):
    assert address_at(url, 754) == opened


def test_players_get_them_as_chapters(client, talk):
    with_film(talk)
    assert f'<track kind="chapters" src="/talks/{talk.pk}/chapters.vtt"' in client.get(talk.url).text
    Question.objects.filter(text="Who pays?").update(text="Who <pays> --> & when?")
    answer = client.get(f"/talks/{talk.pk}/chapters.vtt")
    assert answer["Content-Type"].startswith("text/vtt")
    assert answer.text.startswith("WEBVTT\n\n00:10:00.000 --> 00:30:00.000\nWho &lt;pays&gt; --&gt; &amp; when?\n")
    assert "00:40:00.000 --> 01:00:00.000" in answer.text


def test_there_are_no_chapters_of_a_talk_without_any(client, talk):
    Question.objects.all().update(state="open")
    assert client.get(f"/talks/{talk.pk}/chapters.vtt").status_code == 404


def test_moderators_and_editors_adjust_them_all_at_once(client, cast, talk, as_user):
    with_film(talk)
    for person in (cast.ona, cast.camille):
        visitor = as_user(person)
        assert "Adjust the moments" in visitor.get(talk.url).text
        page = visitor.get(f"/talks/{talk.pk}/moments").text
        assert "2026-12-02T08:30:00" in page
        assert page.count("data-answering") == 3
    ona = as_user(cast.ona)
    ona.post(f"/talks/{talk.pk}/moments", {"started": "2026-12-02T08:32:10", "shift": "25"})
    room = Room.objects.get(pk=talk.room.pk)
    assert room.recording_started_at == moment(WEDNESDAY, "08:32") + timedelta(seconds=10)
    assert shown(client, talk) == ["8:15", "28:15", "38:15"]


def test_members_adjust_nothing(client, cast, talk, as_user):
    assert "Adjust the moments" not in as_user(cast.zofia).get(talk.url).text
    assert as_user(cast.zofia).get(f"/talks/{talk.pk}/moments").status_code == 404
    assert client.get(f"/talks/{talk.pk}/moments").status_code == 302


@pytest.mark.parametrize(
    ("started", "shift"),
    [
        ("", "0"),
        ("yesterday", "0"),
        ("2026-12-09T08:30:00", "0"),
        ("2026-12-02T08:30:00", "601"),
        ("2026-12-02T08:30", ""),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_typed_still_there(cast, talk, as_user, started, shift):
    answer = as_user(cast.ona).post(f"/talks/{talk.pk}/moments", {"started": started, "shift": shift})
    assert answer.status_code == 400
    assert 'class="field__errors"' in answer.text
    assert started in answer.text
    assert Room.objects.get(pk=talk.room.pk).recording_started_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_however_many_there_are_the_page_asks_the_same_number_of_queries(
    client, cast, talk, count, django_assert_num_queries
):
    extra = Question.objects.order_by("pk")[count:]
    Question.objects.filter(pk__in=[question.pk for question in extra]).update(state="declined")
    fresh = TalkPage.objects.get(pk=talk.pk)
    client.get(fresh.url)
    with django_assert_num_queries(17):
        client.get(fresh.url)
