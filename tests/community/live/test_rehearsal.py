"""A rehearsal is marked, is for speakers and moderators, and leaves nothing behind."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from community.live import actions
from community.live.errors import LiveError
from community.live.models import Attendee, Message, Poll, Question, Room, RoomEvent, Vote

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def room(cast) -> Room:
    """A room that opens tomorrow and takes questions in advance; Zofia has asked one, Ivo has voted for it."""
    now = timezone.now()
    room = actions.open_room(
        "clinic",
        "Drop-in clinic",
        opens_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=2),
        questions_from=now - timedelta(days=1),
    )
    actions.set_speakers(room, [actions.SpeakerCard(cast.pekka.display_name, user=cast.pekka)])
    actions.vote(cast.ivo, actions.ask_question(cast.zofia, room, "Who pays?"))
    Poll.objects.create(room=room, text="Prepared in advance")
    return room


@pytest.fixture
def rehearsed(cast, room):
    """What the speaker and the moderator tried out."""
    actions.start_rehearsal(cast.ona, room)
    actions.post_message(cast.pekka, room, "One, two, three")
    tried = actions.ask_question(cast.ona, room, "Can you hear me?")
    actions.start_answering(cast.pekka, tried)
    actions.mark_answered(cast.pekka, tried)
    asked = Question.objects.get(text="Who pays?")
    actions.vote(cast.ona, asked)
    actions.start_answering(cast.pekka, asked)
    actions.mark_answered(cast.pekka, asked)
    return room


def check_that_nothing_is_left(room):
    room.refresh_from_db()
    assert not room.rehearses
    assert (room.head_seq, room.desk_seq) == (0, 0)
    assert not RoomEvent.objects.filter(room=room).exists()
    assert not Message.objects.filter(room=room).exists()
    question = Question.objects.get(room=room)
    assert (question.text, question.state, question.votes_count) == ("Who pays?", "open", 1)
    assert question.answering_at is None
    assert Vote.objects.filter(question=question).count() == 1
    assert Poll.objects.get(room=room).text == "Prepared in advance"
    assert set(Attendee.objects.values_list("name", flat=True)) == {"Zofia Przykład", "Ivo Primjer"}


def test_only_speakers_and_moderators_write(cast, room):
    actions.start_rehearsal(cast.ona, room)
    actions.post_message(cast.pekka, room, "One, two, three")
    with pytest.raises(PermissionDenied):
        actions.ask_question(cast.jurgis, room, "Is it on?")


def test_members_neither_start_nor_end_one(cast, room, as_user):
    for act in (actions.start_rehearsal, actions.end_rehearsal):
        with pytest.raises(PermissionDenied):
            act(cast.zofia, room)
    assert as_user(cast.zofia).post(f"/live/{room.slug}/rehearsal").status_code == 404


def test_an_open_room_has_nothing_to_rehearse(cast, room, time_machine):
    time_machine.move_to(room.opens_at + timedelta(minutes=1), tick=False)
    with pytest.raises(LiveError):
        actions.start_rehearsal(cast.ona, room)


def test_ending_it_wipes_it_and_what_was_there_before_stands_as_it_stood(cast, rehearsed):
    epoch = rehearsed.epoch
    actions.end_rehearsal(cast.ona, rehearsed)
    check_that_nothing_is_left(rehearsed)
    assert rehearsed.epoch != epoch
    actions.end_rehearsal(cast.ona, rehearsed)
    check_that_nothing_is_left(rehearsed)


def test_a_vote_that_was_taken_back_in_the_rehearsal_comes_back(cast, room):
    actions.vote(cast.ona, Question.objects.get())
    actions.start_rehearsal(cast.ona, room)
    actions.withdraw_vote(cast.ona, Question.objects.get())
    actions.end_rehearsal(cast.ona, room)
    assert Question.objects.get().votes_count == Vote.objects.count() == 2


def test_a_prepared_poll_is_open_no_more_and_keeps_its_mended_words(cast, room):
    actions.start_rehearsal(cast.ona, room)
    poll = Poll.objects.get()
    actions.edit_poll(cast.ona, poll, "one", "How long is lunch?", ["An hour", "Two hours"])
    actions.cast_ballot(cast.ona, opened(cast, poll), {poll.options.first().pk})
    actions.close_poll(cast.ona, poll)
    actions.end_rehearsal(cast.ona, room)
    poll.refresh_from_db()
    assert (poll.state, poll.text, poll.ballots.count()) == ("draft", "How long is lunch?", 0)
    assert [option.text for option in poll.options.all()] == ["An hour", "Two hours"]


def opened(cast, poll) -> Poll:
    actions.open_poll(cast.ona, poll)
    return poll


def test_the_first_who_comes_to_the_opening_finds_it_wiped(client, cast, rehearsed, time_machine):
    time_machine.move_to(rehearsed.opens_at + timedelta(seconds=1), tick=False)
    assert "One, two, three" not in client.get(rehearsed.get_absolute_url()).text
    check_that_nothing_is_left(rehearsed)


def test_the_first_who_writes_at_the_opening_finds_it_wiped(cast, rehearsed, time_machine):
    time_machine.move_to(rehearsed.opens_at + timedelta(seconds=1), tick=False)
    actions.post_message(cast.zofia, rehearsed, "Good morning")
    rehearsed.refresh_from_db()
    assert rehearsed.head_seq == 1
    assert [message.text for message in Message.objects.all()] == ["Good morning"]


def test_where_nobody_comes_the_clock_wipes_it_once(cast, rehearsed, time_machine):
    time_machine.move_to(rehearsed.opens_at + timedelta(seconds=1), tick=False)
    call_command("tick")
    check_that_nothing_is_left(rehearsed)
    epoch = rehearsed.epoch
    call_command("tick")
    rehearsed.refresh_from_db()
    assert rehearsed.epoch == epoch


def test_the_page_says_it_and_has_the_switch(cast, room, as_user, client):
    ona = as_user(cast.ona)
    assert "Rehearse in this room" in ona.get(room.get_absolute_url()).text
    assert "Rehearse in this room" not in client.get(room.get_absolute_url()).text
    ona.post(f"/live/{room.slug}/rehearsal")
    assert "wiped when the room opens" in client.get(room.get_absolute_url()).text
    ona.post(f"/live/{room.slug}/rehearsal", {"end": "1"})
    assert "wiped when the room opens" not in client.get(room.get_absolute_url()).text


def test_what_is_rehearsed_cannot_be_reported(cast, rehearsed, as_user):
    message = Message.objects.get()
    assert as_user(cast.zofia).get(f"/report/message/{message.pk}/").status_code == 404


def test_what_a_moderator_hides_in_the_meantime_stays_hidden(cast, rehearsed):
    actions.hide_question(cast.ona, Question.objects.get(text="Who pays?"), "Names a person")
    actions.end_rehearsal(cast.ona, rehearsed)
    question = Question.objects.get()
    assert (question.state, question.hidden_reason) == ("open", "Names a person")


def test_a_speaker_who_comes_to_the_opening_by_link_finds_it_wiped(client, cast, rehearsed, time_machine):
    time_machine.move_to(rehearsed.opens_at + timedelta(seconds=1), tick=False)
    assert "Can you hear me?" not in client.get(rehearsed.speakers.get().get_desk_url()).text
    check_that_nothing_is_left(rehearsed)
