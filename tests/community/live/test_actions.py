"""What the actions of a room store, refuse and announce."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from community.live import actions
from community.live.errors import ClientIdReused, LiveError, RoomClosed, StateChanged, TooFast
from community.live.models import Message, Question, RoomEvent, Vote
from community.live.voices import enter

State = Question.State


def numbers(room, stream="room"):
    return list(RoomEvent.objects.filter(room=room, stream=stream).values_list("seq", flat=True))


class TestChat:
    def test_a_message_is_stored_with_the_next_number(self, cast, room):
        actions.post_message(cast.zofia, room, "Good morning")
        actions.post_message(cast.ivo, room, "Hello")
        room.refresh_from_db()
        assert numbers(room) == [1, 2]
        assert room.head_seq == 2

    def test_the_same_client_id_stores_one_message(self, cast, room):
        once = uuid.uuid4()
        first = actions.post_message(cast.zofia, room, "Good morning", once)
        again = actions.post_message(cast.zofia, room, "Good morning", once)
        assert first == again
        assert Message.objects.count() == 1
        assert numbers(room) == [1]

    def test_a_repeat_is_answered_even_after_the_room_has_closed(self, cast, room, close):
        once = uuid.uuid4()
        first = actions.post_message(cast.zofia, room, "Good morning", once)
        assert actions.post_message(cast.zofia, close(room), "Good morning", once) == first

    def test_the_same_client_id_with_other_words_is_refused(self, cast, room):
        once = uuid.uuid4()
        actions.post_message(cast.zofia, room, "Good morning", once)
        with pytest.raises(ClientIdReused):
            actions.post_message(cast.zofia, room, "Good evening", once)

    def test_a_repeat_after_a_change_is_still_the_same_message(self, cast, room):
        once = uuid.uuid4()
        first = actions.post_message(cast.zofia, room, "Good mourning", once)
        actions.edit_message(cast.zofia, first, "Good morning")
        assert actions.post_message(cast.zofia, room, "Good mourning", once).text == "Good morning"
        assert Message.objects.count() == 1

    def test_a_repeat_after_a_moderators_wording_is_still_the_same_question(self, cast, room):
        once = uuid.uuid4()
        first = actions.ask_question(cast.zofia, room, "Who pays?", once)
        actions.reword_question(cast.ona, first, "Who pays in year four?")
        assert actions.ask_question(cast.zofia, room, "Who pays?", once) == first
        with pytest.raises(ClientIdReused):
            actions.ask_question(cast.zofia, room, "Who asks?", once)

    def test_somebody_elses_client_id_is_free_for_me(self, cast, room):
        once = uuid.uuid4()
        actions.post_message(cast.zofia, room, "Good morning", once)
        actions.post_message(cast.ivo, room, "Me too", once)
        assert Message.objects.count() == 2

    def test_the_sixth_message_within_ten_seconds_has_to_wait(self, cast, room):
        for number in range(5):
            actions.post_message(cast.zofia, room, f"Line {number}")
        with pytest.raises(TooFast, match="Try again in"):
            actions.post_message(cast.zofia, room, "Line 6")
        actions.post_message(cast.ivo, room, "Others may go on")

    @pytest.mark.parametrize("text", ["", "   ", "\x00", "x" * 501])
    def test_nothing_and_too_much_are_refused_with_a_sentence(self, cast, room, text):
        with pytest.raises(LiveError):
            actions.post_message(cast.zofia, room, text)
        assert not Message.objects.exists()

    def test_a_guest_cannot_write(self, room):
        with pytest.raises(PermissionDenied):
            actions.post_message(AnonymousUser(), room, "Hello")

    def test_before_and_after_its_hours_the_room_takes_no_message(self, cast, room, close):
        with pytest.raises(RoomClosed):
            actions.post_message(cast.zofia, close(room), "Too late")
        room.opens_at, room.closes_at = timezone.now() + timedelta(minutes=5), timezone.now() + timedelta(hours=1)
        with pytest.raises(RoomClosed):
            actions.post_message(cast.zofia, room, "Too early")

    def test_only_a_moderator_hides_and_restores(self, cast, room):
        message = actions.post_message(cast.zofia, room, "Buy our software")
        with pytest.raises(PermissionDenied):
            actions.hide_message(cast.ivo, message)
        actions.hide_message(cast.ona, message, "advertising")
        actions.hide_message(cast.ona, message, "advertising")
        message.refresh_from_db()
        assert message.hidden_reason == "advertising"
        assert numbers(room) == [1, 2]
        actions.restore_message(cast.ona, message)
        assert numbers(room) == [1, 2, 3]


class TestQuestions:
    def test_a_question_is_open_at_once(self, cast, room):
        assert actions.ask_question(cast.zofia, room, "Who pays?").state == State.OPEN

    def test_with_approval_it_waits_and_the_room_hears_nothing(self, cast, room):
        room.pre_moderation = True
        room.save()
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        assert question.state == State.PENDING
        assert numbers(room) == []
        assert numbers(room, "desk") == [1]
        actions.publish_question(cast.ona, question)
        question.refresh_from_db()
        assert question.state == State.OPEN
        assert numbers(room) == [1]

    def test_questions_come_in_advance_where_the_owner_allows_it(self, cast, room):
        room.opens_at = timezone.now() + timedelta(days=1)
        room.closes_at = room.opens_at + timedelta(hours=2)
        with pytest.raises(RoomClosed):
            actions.ask_question(cast.zofia, room, "Too early?")
        room.questions_from = timezone.now() - timedelta(minutes=1)
        assert actions.ask_question(cast.zofia, room, "In advance?")

    def test_whoever_asks_without_a_name_is_shown_without_one(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "What if we compete?", named=False)
        assert "Zofia" not in question.credited_name

    def test_one_question_at_a_time_is_being_answered(self, cast, room):
        first = actions.ask_question(cast.zofia, room, "First?")
        second = actions.ask_question(cast.ivo, room, "Second?")
        actions.start_answering(cast.pekka, first)
        actions.start_answering(cast.pekka, second)
        assert {q.text: q.state for q in room.questions.all()} == {"First?": State.OPEN, "Second?": State.ANSWERING}

    def test_the_moment_of_answering_is_kept(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "First?")
        actions.start_answering(cast.pekka, question)
        actions.mark_answered(cast.pekka, question)
        question.refresh_from_db()
        assert question.state == State.ANSWERED_LIVE
        assert question.answering_at <= question.answered_at
        assert question.answered_by_name == "Pekka Esimerkki"

    @pytest.mark.parametrize("act", [actions.start_answering, actions.mark_answered])
    def test_only_speakers_and_moderators_answer(self, cast, room, act):
        question = actions.ask_question(cast.zofia, room, "First?")
        with pytest.raises(PermissionDenied):
            act(cast.ivo, question)

    def test_a_written_answer_is_signed_and_may_be_bettered(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Is there a template?")
        actions.answer_in_writing(cast.pekka, question, "Yes.")
        actions.answer_in_writing(cast.pekka, question, "Yes: see the materials.")
        question.refresh_from_db()
        assert (question.state, question.answer_text) == (State.ANSWERED_WRITTEN, "Yes: see the materials.")

    def test_a_declined_question_needs_a_reason(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Buy?")
        with pytest.raises(LiveError):
            actions.decline_question(cast.ona, question, " ")
        actions.decline_question(cast.ona, question, "Advertising has no place here.")
        question.refresh_from_db()
        assert question.state == State.DECLINED

    def test_an_answered_question_cannot_be_published_again(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "First?")
        actions.mark_answered(cast.pekka, question)
        with pytest.raises(StateChanged):
            actions.publish_question(cast.ona, question)

    def test_still_open_lists_by_votes_then_age(self, cast, room):
        texts = ["old", "popular", "young"]
        old, popular, young = (actions.ask_question(cast.zofia, room, text) for text in texts)
        actions.vote(cast.ivo, popular)
        actions.hide_question(cast.ona, actions.ask_question(cast.ivo, room, "hidden"))
        assert list(Question.objects.still_open(room)) == [popular, old, young]

    def test_whoever_asked_says_that_the_forum_has_answered(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        with pytest.raises(StateChanged):
            actions.mark_answered_in_forum(cast.zofia, question)
        actions.mark_carried(question, "/forum/topic/1/#post-2")
        with pytest.raises(PermissionDenied):
            actions.mark_answered_in_forum(cast.ivo, question)
        actions.mark_answered_in_forum(cast.zofia, question)
        actions.mark_answered_in_forum(cast.ona, question)
        question.refresh_from_db()
        assert question.state == State.ANSWERED_IN_FORUM

    def test_carrying_twice_keeps_the_first_address(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        actions.mark_carried(question, "/forum/topic/1/#post-2")
        actions.mark_carried(question, "/forum/topic/9/")
        question.refresh_from_db()
        assert (question.state, question.carried_url) == (State.CARRIED, "/forum/topic/1/#post-2")


class TestVotes:
    def test_a_second_vote_changes_nothing(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        assert actions.vote(cast.ivo, question) == 1
        assert actions.vote(cast.ivo, question) == 1
        assert actions.vote(cast.jurgis, question) == 2

    def test_a_vote_can_be_withdrawn_once(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        actions.vote(cast.ivo, question)
        assert actions.withdraw_vote(cast.ivo, question) == 0
        assert actions.withdraw_vote(cast.ivo, question) == 0

    def test_the_database_itself_keeps_votes_single(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        ivo = enter(cast.ivo, room)
        Vote.objects.create(question=question, attendee=ivo)
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(question=question, attendee=ivo)

    def test_nobody_votes_for_their_own_question(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        with pytest.raises(PermissionDenied):
            actions.vote(cast.zofia, question)

    def test_an_answered_question_takes_no_votes(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        actions.mark_answered(cast.pekka, question)
        question.refresh_from_db()
        with pytest.raises(StateChanged):
            actions.vote(cast.ivo, question)
