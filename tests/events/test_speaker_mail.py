"""Speakers get their link by mail a week before, and the morning after what is still open: each once."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from community.live.actions import answer_in_writing, ask_question, vote
from community.live.models import Question, RoomSpeaker
from community.notifications.models import Letter, MailJob
from events.models import Speaker, TalkPage
from tests.events.making import WEDNESDAY, make_series, make_talk, moment

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def speakers(cast):
    return [
        Speaker(name="Nadia", email="nadia@example.org", sort_order=0),
        Speaker(name="Pekka", user=cast.pekka, sort_order=1),
        Speaker(name="Nobody knows her address", sort_order=2),
    ]


@pytest.fixture
def talk(cast, time_machine):
    """Published two weeks before, for Wednesday 2 December at 08:30 in Brussels."""
    time_machine.move_to(moment(date(2026, 11, 18), "12:00"), tick=False)
    return make_talk(make_series(), speakers=speakers(cast))


def tick(times=2):
    """What the worker does every minute; more than once, because it does."""
    for _ in range(times):
        call_command("tick")


def sent_to():
    return sorted(sent.to[0] for sent in mail.outbox)


def test_a_week_before_each_speaker_with_an_address_gets_the_personal_link(cast, talk, time_machine):
    tick()
    assert not mail.outbox
    time_machine.move_to(moment(date(2026, 11, 25), "08:31"), tick=False)
    tick()
    assert sent_to() == ["nadia@example.org", "pekka@example.org"]
    nadia = next(sent for sent in mail.outbox if sent.to == ["nadia@example.org"])
    assert nadia.subject == "Your link for Between the sessions"
    assert RoomSpeaker.objects.get(name="Nadia").get_desk_url() in nadia.body
    assert RoomSpeaker.objects.get(name="Pekka").token not in nadia.body
    assert "Wednesday 2 December 2026, 08:30–09:45 Brussels time" in nadia.body


def test_the_time_is_that_of_brussels_wherever_the_talk_is(cast, time_machine):
    time_machine.move_to(moment(date(2026, 11, 28), "12:00"), tick=False)
    make_talk(make_series(), speakers=speakers(cast), zone="Europe/Athens")
    tick()
    assert "07:30–08:45 Brussels time" in mail.outbox[0].body


def test_a_talk_that_is_published_late_tells_its_speakers_at_once_and_one_who_joins_too(cast, time_machine):
    time_machine.move_to(moment(date(2026, 11, 30), "12:00"), tick=False)
    talk = make_talk(make_series(), speakers=speakers(cast)[:1])
    tick()
    assert sent_to() == ["nadia@example.org"]
    talk.speakers = speakers(cast)
    talk.save_revision().publish()
    tick()
    assert sent_to() == ["nadia@example.org", "pekka@example.org"]


def test_a_talk_that_moves_tells_its_new_time(cast, talk, time_machine):
    time_machine.move_to(moment(date(2026, 11, 30), "12:00"), tick=False)
    tick()
    talk = TalkPage.objects.get(pk=talk.pk)
    talk.day = date(2026, 12, 3)
    talk.save_revision().publish()
    tick()
    assert sent_to() == ["nadia@example.org"] * 2 + ["pekka@example.org"] * 2
    assert "Thursday 3 December" in mail.outbox[-1].body


def test_a_cancelled_talk_invites_nobody_and_a_void_link_is_not_sent(cast, talk, time_machine):
    time_machine.move_to(moment(date(2026, 11, 30), "12:00"), tick=False)
    RoomSpeaker.objects.filter(name="Pekka").update(revoked_at=moment(date(2026, 11, 29), "12:00"))
    tick()
    assert sent_to() == ["nadia@example.org"]
    assert set(MailJob.objects.values_list("state", flat=True)) == {"sent", "skipped"}


@pytest.fixture
def asked(cast, talk, time_machine):
    """Two questions are open when the talk is over; three people wait for an answer."""
    time_machine.move_to(moment(WEDNESDAY, "09:00"), tick=False)
    tick()
    mail.outbox.clear()
    vote(cast.jurgis, ask_question(cast.zofia, talk.room, "How?"))
    vote(cast.jurgis, ask_question(cast.ivo, talk.room, "Why?"))
    return talk


def test_the_morning_after_says_how_many_are_open_and_how_many_wait(cast, asked, time_machine):
    time_machine.move_to(moment(WEDNESDAY, "20:00"), tick=False)
    tick()
    assert not mail.outbox
    time_machine.move_to(moment(WEDNESDAY + timedelta(days=1), "08:00"), tick=False)
    tick()
    assert sent_to() == ["nadia@example.org", "pekka@example.org"]
    assert mail.outbox[0].subject == "2 questions are open, 3 people wait"
    assert RoomSpeaker.objects.get(name="Nadia").get_desk_url() in mail.outbox[0].body
    time_machine.move_to(moment(WEDNESDAY + timedelta(days=2), "08:00"), tick=False)
    tick()
    assert len(mail.outbox) == 2


def test_where_all_is_answered_nobody_is_asked(cast, asked, time_machine):
    for question in Question.objects.all():
        answer_in_writing(cast.pekka, question, "Like this.")
    time_machine.move_to(moment(WEDNESDAY + timedelta(days=1), "08:00"), tick=False)
    tick()
    assert not mail.outbox
    assert not Letter.objects.filter(kind="speaker_open_questions").exists()


def test_what_was_over_long_before_is_let_be(cast, asked, time_machine):
    time_machine.move_to(moment(WEDNESDAY + timedelta(days=9), "08:00"), tick=False)
    tick()
    assert not mail.outbox


def test_no_page_and_no_search_shows_an_address(client, cast, talk, as_user):
    for visitor in (client, as_user(cast.zofia)):
        for address in (talk.url, talk.room.get_absolute_url(), "/search/?q=nadia", "/talks/"):
            assert "nadia@example.org" not in visitor.get(address).text


def test_the_link_is_stored_nowhere(cast, talk, time_machine):
    time_machine.move_to(moment(date(2026, 11, 30), "12:00"), tick=False)
    tick()
    token = RoomSpeaker.objects.get(name="Nadia").token
    assert not any(token in str(value) for row in Letter.objects.values() for value in row.values())
